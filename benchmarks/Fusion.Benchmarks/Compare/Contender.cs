using System.Diagnostics;

namespace Fusion.Benchmarks.Compare;

/// <summary>One side of a case.</summary>
internal abstract class Contender : IDisposable
{
    /// <summary>Runs the case some times and returns the median of their milliseconds.</summary>
    public abstract double Read(int iterations);

    /// <summary>Runs for a while, and returns the milliseconds of one iteration.</summary>
    public double WarmUp(double milliseconds)
    {
        // The first run pays for what is made once.
        _ = Read(1);
        var start = Stopwatch.GetTimestamp();
        double last;
        do
            last = Read(3);
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < milliseconds);
        return last;
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
