using System.CommandLine;
using Fusion.Benchmarks.Compare;
using Fusion.Benchmarks.Layers;
using Fusion.Layers.Interop;
using Fusion.Reference;
using Fusion.Reference.Commands;

namespace Fusion.Benchmarks.Scaling;

/// <summary><c>scaling</c>: what more modalities and more tokens cost, beside tensor fusion and the multimodal transformer.</summary>
internal static class ScalingCommand
{
    private static readonly Pass[] Passes = [Pass.Step, Pass.Eval];

    private static readonly Option<bool> Quick = new("--quick") { Description = "Fewer points and short readings: within 2 minutes on a free core." };
    private static readonly Option<Clock> Clock = SharedOptions.Clock();
    private static readonly Option<string?> Filter = SharedOptions.Filter();
    private static readonly Option<string?> Markdown = SharedOptions.Markdown();
    private static readonly Option<string?> Plot = new("--plot") { Description = "Also draw the curves of training steps into this PNG file." };

    public static Command Create()
    {
        var command = new Command("scaling", "Time a training step and an evaluation over 2 to 8 modalities and over 1 to 256 tokens, on one thread; one JSON line per point, and one per curve with its exponent.") { Quick, Clock, Filter, Markdown, Plot };
        command.SetAction((parsed, cancellation) =>
        {
            NativeTorch.Require();
            _ = Run(Options(parsed), parsed.InvocationConfiguration.Output, cancellation);
            return Task.CompletedTask;
        });
        return command;
    }

    /// <summary>The options of a command line.</summary>
    public static ScalingOptions Options(ParseResult parsed) => new()
    {
        Quick = parsed.GetValue(Quick), Clock = parsed.GetValue(Clock), Filter = parsed.GetValue(Filter), Markdown = parsed.GetValue(Markdown), Plot = parsed.GetValue(Plot),
    };

    /// <summary>Measures, prints and writes what was asked for.</summary>
    /// <exception cref="UserErrorException">No curve has the name.</exception>
    public static IReadOnlyList<IReadOnlyList<ScalingPoint>> Run(ScalingOptions options, TextWriter output, CancellationToken cancellation)
    {
        var run = new ScalingRun(options.Effort, Stopwatches.Of(options.Clock));
        var curves = new List<IReadOnlyList<ScalingPoint>>();
        foreach (var (chosen, pass) in Chosen(options))
        {
            var measured = run.Measure(chosen, pass, cancellation);
            foreach (var line in measured.SelectMany(curve => curve.Select(point => point.ToJson()).Concat(ScalingExponent.Of(curve) is { } exponent ? [exponent.ToJson()] : [])))
                output.WriteLine(line);
            output.Flush();
            curves.AddRange(measured);
        }

        if (options.Markdown is { } table)
            AtomicFile.WriteText(table, ScalingTable.Of(curves));
        if (options.Plot is { } plot)
            AtomicFile.Write(plot, stream => stream.Write(ScalingPlot.Draw(curves)));
        return curves;
    }

    private static IReadOnlyList<(IReadOnlyList<ScalingCurve> Curves, Pass Pass)> Chosen(ScalingOptions options)
    {
        var chosen = (from axis in Enum.GetValues<ScalingAxis>()
                      from pass in Passes
                      let curves = ScalingCurve.Of(axis, options.Quick).Where(curve => curve.Name(pass).Contains(options.Filter ?? "", StringComparison.Ordinal)).ToArray()
                      where curves.Length > 0
                      select ((IReadOnlyList<ScalingCurve>)curves, pass)).ToArray();
        return chosen.Length > 0 ? chosen : throw new UserErrorException($"--filter {options.Filter}: expected a part of the name of a curve, such as modalities/tfn/step, found none that has it");
    }
}
