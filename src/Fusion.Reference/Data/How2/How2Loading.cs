namespace Fusion.Reference.Data.How2;

/// <summary>How How2 is read.</summary>
internal sealed record How2Loading
{
    /// <summary>Whether frames of speech are brought to mean 0 and deviation 1 over their video, by <c>cmvn.scp</c>; the features as published are not.</summary>
    public bool NormalizeSpeech { get; init; }
}
