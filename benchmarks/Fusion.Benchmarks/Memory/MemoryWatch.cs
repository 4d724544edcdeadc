using TorchSharp;

namespace Fusion.Benchmarks.Memory;

/// <summary>Runs a case and reads its memory after a warm-up and at the end.</summary>
/// <param name="warmUp">Steps before the first reading: whatever grows once has grown by then.</param>
/// <param name="steps">Steps altogether, more than those.</param>
/// <param name="resident">Bytes that the process holds in memory.</param>
internal sealed class MemoryWatch(int warmUp, int steps, Func<long> resident)
{
    /// <summary>Runs a case.</summary>
    public MemoryResult Run(MemoryCase each, CancellationToken cancellation)
    {
        using var loop = each.Build();
        Repeat(loop, 0, warmUp, cancellation);
        var (live, bytes) = Read();
        Repeat(loop, warmUp, steps, cancellation);
        var (liveEnd, bytesEnd) = Read();
        return new MemoryResult(each.Name, warmUp, steps, live, liveEnd, bytes, bytesEnd);
    }

    private static void Repeat(MemoryLoop loop, int from, int to, CancellationToken cancellation)
    {
        for (var step = from; step < to; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            loop.Step(step);
        }
    }

    // Live tensors of this thread, which makes all of them: exact, and tensors that only the finalizer frees count as alive.
    private (long Live, long Resident) Read()
    {
        FillNursery();
        return (DisposeScopeManager.Statistics.ThreadTotalLiveCount, resident());
    }

    // Pages for new objects count as resident only once they were used, which takes some cases thousands of steps.
    private static void FillNursery()
    {
        var before = GC.CollectionCount(0);
        while (GC.CollectionCount(0) < before + 2)
            GC.KeepAlive(new byte[1024]);
    }
}
