using Fusion.Benchmarks.Compare;
using Fusion.Benchmarks.Training;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Variants;

/// <summary>Times the ways to train a model in alternation.</summary>
/// <param name="effort">How often.</param>
/// <param name="clock">Ticks.</param>
/// <param name="device">Where the models are.</param>
internal sealed class VariantRounds(Effort effort, Func<long> clock, Device device)
{
    /// <summary>Measures problem by problem, on one thread, and prints a line for each variant.</summary>
    public IReadOnlyList<VariantResult> Run(IEnumerable<VariantProblem> problems, TextWriter output, CancellationToken cancellation)
    {
        set_num_threads(1);
        var results = new List<VariantResult>();
        foreach (var problem in problems)
        {
            foreach (var result in Measure(problem, cancellation))
            {
                output.WriteLine(result.ToJson());
                results.Add(result);
            }

            output.Flush();
        }

        return results;
    }

    private IReadOnlyList<VariantResult> Measure(VariantProblem problem, CancellationToken cancellation)
    {
        var runs = new List<TrainingRun>();
        try
        {
            foreach (var (_, train) in problem.Variants)
                runs.Add(train(device));
            var readings = Rounds.Read([.. runs.Select(run => new LocalContender(clock, run.Step))], effort, cancellation);
            return [.. problem.Variants.Zip(readings, (variant, milliseconds) =>
                new VariantResult($"{problem.Name}/{variant.Name}", Statistics.Median(milliseconds), Statistics.Ratio(milliseconds, readings[0])))];
        }
        finally
        {
            foreach (var run in runs)
                run.Dispose();
        }
    }
}
