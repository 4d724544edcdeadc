namespace Fusion.Reference.Data.Iemocap;

/// <summary>One labelled utterance that has both text and audio features.</summary>
/// <param name="Id">Name of the utterance, such as <c>Ses01F_impro01_F000</c>.</param>
/// <param name="Session">Recording session; no speaker is in two of them.</param>
/// <param name="Dialog">Name of the dialogue.</param>
/// <param name="Label">Its class: in the corpus of <see cref="ClassScheme.Standard4"/>, -1 where it has none of those; in a task of that task's scheme.</param>
/// <param name="Tokens">Words of the normalised transcript, at least one.</param>
/// <param name="Audio">The eight features of <see cref="IemocapCorpus.AudioColumns"/>, as measured.</param>
internal sealed record IemocapUtterance(string Id, int Session, string Dialog, int Label, IReadOnlyList<string> Tokens, float[] Audio) : IUtterance
{
    /// <summary>The class of <see cref="ClassScheme.Ser6"/>; -1 where it is not known.</summary>
    public int Label6 { get; init; } = -1;

    /// <summary>Its part of the random split that comes with the corpus; null where it has none.</summary>
    public CorpusPart? RandomPart { get; init; }

    /// <summary>Cepstral frames, row-major (T, <see cref="Reference.Audio.MfccFrames.Width"/>), where the corpus was loaded with them, else null.</summary>
    public float[]? Frames { get; init; }

    string IUtterance.Group => Dialog;
}
