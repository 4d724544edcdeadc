namespace Fusion.Reference.Data.Iemocap;

/// <summary>One utterance of the release, before anything is measured.</summary>
/// <param name="Id">Name of the utterance, such as <c>Ses01F_impro01_F000</c>.</param>
/// <param name="Session">Recording session, from 1.</param>
/// <param name="Dialog">Name of the dialogue.</param>
/// <param name="Emotion">One of <see cref="IemocapEmotions.All"/>.</param>
/// <param name="Start">Seconds from the start of the dialogue.</param>
/// <param name="End">Seconds from the start of the dialogue.</param>
/// <param name="Tokens">Words of the normalised transcript; none where there is no transcript.</param>
/// <param name="Audio">Where to hear it; null where the recordings do not hold it.</param>
internal sealed record ReleaseUtterance(
    string Id, int Session, string Dialog, string Emotion, double Start, double End, IReadOnlyList<string> Tokens, AudioSource? Audio)
{
    /// <summary>The class of <see cref="ClassScheme.Standard4"/>, or -1.</summary>
    public int Label => IemocapEmotions.Four(Emotion);

    /// <summary>The class of <see cref="ClassScheme.Ser6"/>, or -1; there is one wherever <see cref="Label"/> is one.</summary>
    public int Label6 => IemocapEmotions.Six(Emotion);

    /// <summary>Whether the experiments can use it: with a class in some scheme, text and audio.</summary>
    public bool Usable => Label6 >= 0 && Tokens.Count > 0 && Audio is not null;
}
