using System.CommandLine;
using System.Globalization;
using Fusion.Benchmarks.Compare;
using Fusion.Layers.Interop;
using Fusion.Reference;
using Fusion.Reference.Commands;
using static System.FormattableString;
using Shell = Fusion.Reference.Commands.CommandLine;

namespace Fusion.Benchmarks.Memory;

/// <summary><c>memory</c>: whether training and a long-running server hold as much memory after many steps as after a few.</summary>
internal static class MemoryCommand
{
    private static readonly Option<int> Steps = new("--steps") { Description = "Steps of each case, the warm-up among them.", DefaultValueFactory = _ => 10_000 };
    private static readonly Option<int> WarmUp = new("--warm-up") { Description = "Steps before the first reading.", DefaultValueFactory = _ => 500 };
    private static readonly Option<string?> Filter = SharedOptions.Filter();
    private static readonly Option<string?> Case = new("--case") { Description = "One case by its whole name, run in this process; without it each case has a process of its own." };
    private static readonly Option<string?> Markdown = SharedOptions.Markdown();

    public static Command Create()
    {
        var command = new Command("memory", Invariant($"Count live tensors and resident memory after a warm-up and after many steps of training and of inference; one JSON line per case. Exit code 1 if a tensor is left alive or the resident memory grows by more than {MemoryResult.Growth:P0}."))
        {
            Steps, WarmUp, Filter, Case, Markdown,
        };
        command.SetAction(RunAsync);
        return command;
    }

    /// <summary>The exit code for results: 1 where one is not flat.</summary>
    public static int ExitCode(IEnumerable<MemoryResult> results) => results.All(result => result.Flat) ? Shell.Success : Shell.ProgramError;

    /// <summary>The table of docs/performance.md.</summary>
    public static string Table(IEnumerable<MemoryResult> results) => MarkdownTable.Text(MarkdownTable.Lines(
        ["case", "live tensors", "at the end", "resident MB", "at the end", "ratio"], results.Select(result => (string[])
        [
            $"`{result.Case}`", Invariant($"{result.LiveTensors}"), Invariant($"{result.LiveTensorsEnd}"), Megabytes(result.ResidentBytes), Megabytes(result.ResidentBytesEnd),
            result.ResidentRatio.ToString("0.000", CultureInfo.InvariantCulture),
        ])));

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        NativeTorch.Require();
        var (steps, warmUp, output) = (parsed.GetValue(Steps), parsed.GetValue(WarmUp), parsed.InvocationConfiguration.Output);
        if (warmUp < 1)
            throw new UserErrorException(Invariant($"--warm-up: expected at least 1, found {warmUp}"));
        if (steps <= warmUp)
            throw new UserErrorException(Invariant($"--steps: expected more than --warm-up {warmUp}, found {steps}"));
        var results = new List<MemoryResult>();
        if (parsed.GetValue(Case) is { } name)
            results.Add(Report(Here(Named(name), steps, warmUp, cancellation)));
        else
            foreach (var each in Chosen(parsed.GetValue(Filter)))
                results.Add(Report(MemoryResult.Parse(await OwnProcess.LastLineAsync(["memory", "--case", each.Name, "--steps", Invariant($"{steps}"), "--warm-up", Invariant($"{warmUp}")], cancellation))));
        if (parsed.GetValue(Markdown) is { } file)
            AtomicFile.WriteText(file, Table(results));
        return ExitCode(results);

        MemoryResult Report(MemoryResult result)
        {
            output.WriteLine(result.ToJson());
            output.Flush();
            return result;
        }
    }

    private static MemoryResult Here(MemoryCase each, int steps, int warmUp, CancellationToken cancellation)
    {
        TorchSharp.torch.set_num_threads(1);
        return new MemoryWatch(warmUp, steps, () => Environment.WorkingSet).Run(each, cancellation);
    }

    private static MemoryCase Named(string name) => MemoryCases.All.FirstOrDefault(each => each.Name == name)
        ?? throw new UserErrorException($"--case {name}: expected one of {string.Join(", ", MemoryCases.All.Select(each => each.Name))}");

    private static MemoryCase[] Chosen(string? filter)
    {
        MemoryCase[] chosen = [.. MemoryCases.All.Where(each => each.Name.Contains(filter ?? "", StringComparison.Ordinal))];
        return chosen.Length > 0 ? chosen : throw new UserErrorException($"--filter {filter}: expected a part of the name of a case, found none that has it");
    }

    private static string Megabytes(long bytes) => Invariant($"{bytes / 1e6:0.0}");
}
