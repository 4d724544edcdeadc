using System.CommandLine;
using Fusion.Benchmarks.Compare;
using Fusion.Layers.Interop;
using Fusion.Reference;
using Fusion.Reference.Commands;
using Fusion.Reference.Experiments;
using static System.FormattableString;

namespace Fusion.Benchmarks.Variants;

/// <summary>A command that times ways to train the models of some problems.</summary>
internal static class VariantCommand
{
    private static readonly Option<bool> Quick = new("--quick") { Description = "Fewer rounds: within 1 minute on a free core." };
    private static readonly Option<Clock> Clock = SharedOptions.Clock();
    private static readonly Option<string> Device = SharedOptions.Device();
    private static readonly Option<string?> Filter = SharedOptions.Filter();
    private static readonly Option<string?> Markdown = SharedOptions.Markdown();

    /// <param name="name">Name of the command.</param>
    /// <param name="description">What it times.</param>
    /// <param name="problems">The models.</param>
    public static Command Create(string name, string description, IReadOnlyList<VariantProblem> problems)
    {
        var command = new Command(name, $"{description}, in alternation and on one thread or a GPU; one JSON line for each.") { Quick, Clock, Device, Filter, Markdown };
        command.SetAction((parsed, cancellation) =>
        {
            SharedOptions.RequireClock(parsed.GetValue(Clock), parsed.GetRequiredValue(Device));
            NativeTorch.Require();
            var device = DeviceChoice.Parse(parsed.GetRequiredValue(Device));
            parsed.InvocationConfiguration.Error.WriteLine($"torch {TorchSharp.torch.__version__}, {DeviceName.Of(device)}");
            var rounds = new VariantRounds(parsed.GetValue(Quick) ? new Effort(5, 1, 1) : new Effort(15, 1, 1), Stopwatches.Of(parsed.GetValue(Clock), device), device);
            var chosen = Chosen(problems, parsed.GetValue(Filter));
            var results = rounds.Run(chosen, parsed.InvocationConfiguration.Output, cancellation);
            if (parsed.GetValue(Markdown) is { } file)
                AtomicFile.WriteText(file, Table(results, chosen[0].Variants[0].Name));
            return Task.CompletedTask;
        });
        return command;
    }

    /// <summary>A table of docs/performance.md.</summary>
    /// <param name="results">Its rows.</param>
    /// <param name="first">What the others are held against.</param>
    public static string Table(IEnumerable<VariantResult> results, string first) => MarkdownTable.Text(MarkdownTable.Lines(
        ["case", "ms", $"ratio to {first}"], results.Select(result => (string[])[$"`{result.Case}`", MarkdownTable.Milliseconds(result.Milliseconds), MarkdownTable.Ratio(result.Ratio)])));

    private static VariantProblem[] Chosen(IReadOnlyList<VariantProblem> problems, string? filter)
    {
        VariantProblem[] chosen = [.. problems.Where(problem => problem.Name.Contains(filter ?? "", StringComparison.Ordinal))];
        return chosen.Length > 0 ? chosen
            : throw new UserErrorException(Invariant($"--filter {filter}: expected a part of {string.Join(" or ", problems.Select(problem => problem.Name))}, found none that has it"));
    }
}
