using Fusion.Benchmarks.Compare;
using static System.FormattableString;

namespace Fusion.Benchmarks.Scaling;

/// <summary>Curves as tables: one for each axis, a row for each curve.</summary>
internal static class ScalingTable
{
    /// <summary>The tables.</summary>
    /// <param name="curves">The points of each curve.</param>
    public static string Of(IReadOnlyList<IReadOnlyList<ScalingPoint>> curves) => MarkdownTable.Text(
        curves.GroupBy(curve => string.Join(' ', curve.Select(point => point.X))).Select(Table).Aggregate((tables, table) => [.. tables, "", .. table]));

    private static IEnumerable<string> Table(IEnumerable<IReadOnlyList<ScalingPoint>> curves) => MarkdownTable.Lines(
        ["ms at x =", .. curves.First().Select(point => Invariant($"{point.X}")), "exponent", "of parameters"], curves.Select(Row));

    private static IReadOnlyList<string> Row(IReadOnlyList<ScalingPoint> curve)
    {
        var exponent = ScalingExponent.Of(curve);
        return [$"`{curve[0].Case}`", .. curve.Select(Cell), MarkdownTable.Ratio(exponent?.Time), MarkdownTable.Ratio(exponent?.Parameters)];
    }

    private static string Cell(ScalingPoint point) => point.RefusedBytes is { } bytes ? Invariant($"refused: {bytes / 1e9:N0} GB") : MarkdownTable.Milliseconds(point.Milliseconds);
}
