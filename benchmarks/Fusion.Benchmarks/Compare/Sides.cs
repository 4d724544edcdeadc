namespace Fusion.Benchmarks.Compare;

/// <summary>The sides of a case, ready to run; they have been seen to compute the same.</summary>
/// <param name="Ours">What this repository has.</param>
/// <param name="Floor">The same libtorch calls by raw handles; null where there is none.</param>
/// <param name="Plain">The same mathematics written by hand in plain TorchSharp; null where there is none.</param>
/// <param name="Peer">PyTorch; null where there is none.</param>
internal sealed record Sides(Contender Ours, Contender? Floor, Contender? Plain, Contender? Peer) : IDisposable
{
    /// <summary>What one iteration works through, say target words; null where nothing is counted.</summary>
    public long? Items { get; init; }

    /// <summary>What the sides share, disposed after them.</summary>
    public IReadOnlyList<IDisposable> Shared { get; init; } = [];

    public void Dispose()
    {
        foreach (var side in new[] { Ours, Floor, Plain, Peer })
            side?.Dispose();
        foreach (var shared in Shared)
            shared.Dispose();
    }
}
