using Fusion.Reference.Reports;
using Fusion.Reference.Reports.Plots;

namespace Fusion.Reference.Experiments;

/// <summary>Accuracy as bars. Its words follow what is drawn: the paper's bars are not beside generated data, and one seed has no deviation.</summary>
internal static class AccuracyFigure
{
    /// <param name="name">Name of the picture.</param>
    /// <param name="bars">The models, in percent.</param>
    /// <param name="notice">A line below the picture.</param>
    public static ReportFigure Of(string name, IReadOnlyList<ComparisonBar> bars, string? notice)
    {
        var what = bars.Any(bar => bar.Paper is not null) ? "as printed in the paper and as measured here" : "as measured here";
        var deviation = bars.Any(bar => bar.Error > 0) ? "; lines show one standard deviation over seeds" : "";
        return new ReportFigure(
            name, ComparisonBarsPlot.Draw("accuracy (%)", bars, notice), $"Bars of accuracy in percent {what}: {string.Join("; ", bars.Select(Values))}.", $"Accuracy {what}{deviation}.");
    }

    private static string Values(ComparisonBar bar) => (bar.Paper, bar.Ours) switch
    {
        ({ } paper, { } ours) => FormattableString.Invariant($"{bar.Model} {paper:0.0} in the paper, {ours:0.0} here"),
        ({ } paper, null) => FormattableString.Invariant($"{bar.Model} {paper:0.0} in the paper"),
        (null, { } ours) => FormattableString.Invariant($"{bar.Model} {ours:0.0}"),
        _ => $"{bar.Model} none",
    };
}
