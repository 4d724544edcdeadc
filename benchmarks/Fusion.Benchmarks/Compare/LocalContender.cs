namespace Fusion.Benchmarks.Compare;

/// <summary>A side that runs in this process.</summary>
/// <param name="clock">Nanoseconds; see <see cref="Stopwatches"/>.</param>
/// <param name="run">One iteration.</param>
/// <param name="owned">What it needs, disposed with it.</param>
internal sealed class LocalContender(Func<long> clock, Action run, IDisposable? owned = null) : Contender
{
    public override double Read(int iterations)
    {
        var times = new double[iterations];
        for (var i = 0; i < iterations; i++)
        {
            var start = clock();
            run();
            times[i] = (clock() - start) / 1e6;
        }

        return Statistics.Median(times);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            owned?.Dispose();
        base.Dispose(disposing);
    }
}
