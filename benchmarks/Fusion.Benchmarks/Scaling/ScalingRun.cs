using Fusion.Benchmarks.Compare;
using Fusion.Benchmarks.Layers;
using Fusion.Benchmarks.Suite;

namespace Fusion.Benchmarks.Scaling;

/// <summary>Times curves: all points of all curves of an axis in the same rounds.</summary>
/// <param name="effort">How often and how long each point is read.</param>
/// <param name="clock">Nanoseconds; see <see cref="Stopwatches"/>.</param>
internal sealed class ScalingRun(Effort effort, Func<long> clock)
{
    /// <summary>The points of all curves, curve by curve.</summary>
    /// <param name="curves">Curves of one axis.</param>
    /// <param name="pass">Eval or Step.</param>
    /// <param name="cancellation">Ends between two readings.</param>
    public IReadOnlyList<IReadOnlyList<ScalingPoint>> Measure(IReadOnlyList<ScalingCurve> curves, Pass pass, CancellationToken cancellation)
    {
        var fusions = new List<ITrainedFusion>();
        try
        {
            foreach (var (curve, x) in Measured(curves))
            {
                cancellation.ThrowIfCancellationRequested();
                fusions.Add(curve.Build(x));
            }

            var readings = new Queue<(long Parameters, IReadOnlyList<double> Milliseconds)>(
                fusions.Select(fusion => fusion.Parameters).Zip(Rounds.Read([.. fusions.Select(fusion => Timed(fusion, pass))], effort, cancellation)));
            return [.. curves.Select(curve => Points(curve, pass, readings))];
        }
        finally
        {
            foreach (var fusion in fusions)
                fusion.Dispose();
        }
    }

    private static IEnumerable<(ScalingCurve Curve, long X)> Measured(IEnumerable<ScalingCurve> curves) =>
        curves.SelectMany(curve => curve.Points.Where(x => curve.Refused(x) is null).Select(x => (curve, x)));

    private static List<ScalingPoint> Points(ScalingCurve curve, Pass pass, Queue<(long Parameters, IReadOnlyList<double> Milliseconds)> readings)
    {
        var points = new List<ScalingPoint>();
        IReadOnlyList<double>? smallest = null;
        foreach (var x in curve.Points)
        {
            var point = new ScalingPoint(curve.Name(pass), x);
            if (curve.Refused(x) is { } bytes)
            {
                points.Add(point with { RefusedBytes = bytes });
                continue;
            }

            var (parameters, milliseconds) = readings.Dequeue();
            smallest ??= milliseconds;
            points.Add(point with { Milliseconds = Statistics.Median(milliseconds), Parameters = parameters, Ratio = Statistics.Ratio(milliseconds, smallest) });
        }

        return points;
    }

    private LocalContender Timed(ITrainedFusion fusion, Pass pass) => new(clock, pass == Pass.Eval ? fusion.Eval : fusion.Step);
}
