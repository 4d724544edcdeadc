namespace Fusion.Reference.Data.Mosi;

/// <summary>One opinion utterance.</summary>
/// <param name="Id">Name of the utterance, such as <c>03bSnISJMiM_1</c>.</param>
/// <param name="Video">Name of the video; its utterances have one speaker and are in one part.</param>
/// <param name="Label">Index into <see cref="MosiCorpus.ClassNames"/>.</param>
/// <param name="Features">One vector for each of <see cref="MosiCorpus.Modalities"/>, as measured.</param>
internal sealed record MosiUtterance(string Id, string Video, int Label, IReadOnlyList<float[]> Features) : IUtterance
{
    string IUtterance.Group => Video;
}
