namespace Fusion.Reference.Data.Multi30k;

/// <summary>How Multi30K is read.</summary>
internal sealed record Multi30kLoading
{
    /// <summary>Whether the splits are those of <c>subset.tsv</c> and hold its lines alone, instead of the official ones with all lines.</summary>
    public bool Subset { get; init; }

    /// <summary>File in the folder <c>images</c> to take, where several would do; null: the only one.</summary>
    public string? ImageFile { get; init; }

    /// <summary>Array in an HDF5 file of image features; null: <c>global_feats</c> or the only one.</summary>
    public string? ImageKey { get; init; }
}
