using System.CommandLine;
using Fusion.Benchmarks.Compare;
using Fusion.Benchmarks.Training;
using Fusion.Layers.Interop;
using Fusion.Reference;
using Fusion.Reference.Commands;
using Fusion.Reference.Experiments;
using static System.FormattableString;

namespace Fusion.Benchmarks.Schedules;

/// <summary><c>schedules</c>: a batch of GANFusion's training by each schedule of the game, encoders included.</summary>
internal static class SchedulesCommand
{
    private static readonly Option<bool> Quick = new("--quick") { Description = "Fewer rounds: within 1 minute on a free core." };
    private static readonly Option<Clock> Clock = SharedOptions.Clock();
    private static readonly Option<string> Device = SharedOptions.Device();
    private static readonly Option<string?> Filter = SharedOptions.Filter();
    private static readonly Option<string?> Markdown = SharedOptions.Markdown();

    public static Command Create()
    {
        var command = new Command("schedules", "Time a batch of the classifier and of the translator with GANFusion: jointly, alternating and by the published three stages, in alternation and on one thread or a GPU; one JSON line for each.") { Quick, Clock, Device, Filter, Markdown };
        command.SetAction((parsed, cancellation) =>
        {
            SharedOptions.RequireClock(parsed.GetValue(Clock), parsed.GetRequiredValue(Device));
            NativeTorch.Require();
            var device = DeviceChoice.Parse(parsed.GetRequiredValue(Device));
            parsed.InvocationConfiguration.Error.WriteLine($"torch {TorchSharp.torch.__version__}, {DeviceName.Of(device)}");
            var results = Run(
                Chosen(parsed.GetValue(Filter)), parsed.GetValue(Quick) ? new Effort(5, 1, 1) : new Effort(15, 1, 1), Stopwatches.Of(parsed.GetValue(Clock), device),
                parsed.InvocationConfiguration.Output, cancellation, device);
            if (parsed.GetValue(Markdown) is { } file)
                AtomicFile.WriteText(file, Table(results));
            return Task.CompletedTask;
        });
        return command;
    }

    /// <summary>Measures problem by problem and prints a line for each schedule.</summary>
    public static IReadOnlyList<ScheduleResult> Run(IEnumerable<ScheduledProblem> problems, Effort effort, Func<long> clock, TextWriter output, CancellationToken cancellation, TorchSharp.torch.Device? device = null)
    {
        TorchSharp.torch.set_num_threads(1);
        var results = new List<ScheduleResult>();
        foreach (var problem in problems)
        {
            foreach (var result in Measure(problem, device ?? TorchSharp.torch.CPU, effort, clock, cancellation))
            {
                output.WriteLine(result.ToJson());
                results.Add(result);
            }

            output.Flush();
        }

        return results;
    }

    /// <summary>The table of docs/performance.md.</summary>
    public static string Table(IEnumerable<ScheduleResult> results) => MarkdownTable.Text(MarkdownTable.Lines(
        ["case", "ms", "ratio to joint"], results.Select(result => (string[])[$"`{result.Case}`", MarkdownTable.Milliseconds(result.Milliseconds), MarkdownTable.Ratio(result.Ratio)])));

    private static IEnumerable<ScheduleResult> Measure(ScheduledProblem problem, TorchSharp.torch.Device device, Effort effort, Func<long> clock, CancellationToken cancellation)
    {
        var schedules = Enum.GetValues<GanSchedule>();
        var runs = new List<TrainingRun>();
        try
        {
            foreach (var schedule in schedules)
                runs.Add(problem.Train(schedule, device));
            var readings = Rounds.Read([.. runs.Select(run => new LocalContender(clock, run.Step))], effort, cancellation);
            var joint = readings[Array.IndexOf(schedules, GanSchedule.Joint)];
            return [.. schedules.Zip(readings, (schedule, milliseconds) => new ScheduleResult(problem.Name, schedule, Statistics.Median(milliseconds), Statistics.Ratio(milliseconds, joint)))];
        }
        finally
        {
            foreach (var run in runs)
                run.Dispose();
        }
    }

    private static ScheduledProblem[] Chosen(string? filter)
    {
        ScheduledProblem[] chosen = [.. ScheduledProblem.All.Where(problem => problem.Name.Contains(filter ?? "", StringComparison.Ordinal))];
        return chosen.Length > 0 ? chosen
            : throw new UserErrorException(Invariant($"--filter {filter}: expected a part of {string.Join(" or ", ScheduledProblem.All.Select(problem => problem.Name))}, found none that has it"));
    }
}
