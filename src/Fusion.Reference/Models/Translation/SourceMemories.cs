using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>All that a decoder attends to; what it finds in each stands side by side.</summary>
/// <param name="Each">One memory for each modality that is attended to.</param>
internal sealed record SourceMemories(IReadOnlyList<SourceMemory> Each)
{
    /// <summary>Number of lines B.</summary>
    public long Lines => Each[0].Keys.size(0);

    /// <summary>What each of several queries finds.</summary>
    /// <param name="queries">(B, T, h).</param>
    /// <returns>Weighted sums (B, T, d), d the sum of all widths.</returns>
    public Tensor Read(Tensor queries)
    {
        if (Each.Count == 1)
            return Each[0].Read(queries);
        using var scope = NewDisposeScope();
        return cat([.. Each.Select(memory => memory.Read(queries))], 2).MoveToOuterDisposeScope();
    }

    /// <summary>The memories of some sentences, in a given order; the tensors belong to the caller's dispose scope.</summary>
    /// <param name="sentences">Indices, int64; each as often as wanted.</param>
    public SourceMemories Select(Tensor sentences) => new([.. Each.Select(memory => memory.Select(sentences))]);

    /// <summary>Hands the tensors to the dispose scope around the current one.</summary>
    public SourceMemories MoveToOuterDisposeScope()
    {
        foreach (var memory in Each)
            memory.MoveToOuterDisposeScope();
        return this;
    }
}
