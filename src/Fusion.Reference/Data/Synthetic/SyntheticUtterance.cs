namespace Fusion.Reference.Data.Synthetic;

/// <summary>One invented utterance: what is said, and how it sounds.</summary>
/// <param name="Id">Name in the data set's own style.</param>
/// <param name="Session">Recording session, from 1.</param>
/// <param name="Dialog">Name of the dialogue.</param>
/// <param name="Speaker">F or M.</param>
/// <param name="Emotion">Category in the data set's own letters.</param>
/// <param name="Words">What is said, a mark at the end.</param>
/// <param name="Start">Seconds from the start of the dialogue.</param>
/// <param name="End">Seconds from the start of the dialogue.</param>
/// <param name="Level">Mean magnitude of the signal.</param>
/// <param name="Silence">Share of the time without a voice.</param>
internal sealed record SyntheticUtterance(
    string Id, int Session, string Dialog, char Speaker, string Emotion, IReadOnlyList<string> Words, double Start, double End, double Level, double Silence);
