using static System.FormattableString;

namespace Fusion.Benchmarks.Compare;

/// <summary>The tables of docs/performance.md.</summary>
internal static class MarkdownTable
{
    private static readonly IReadOnlyList<string> Head = ["case", "threads", "ours ms", "PyTorch ms", "ours / PyTorch", "noise", "ours / floor", "ours / plain"];

    /// <summary>A line on what was compared and where, the table, and the geometric means.</summary>
    public static string Of(IReadOnlyList<CaseResult> results, string? peer) =>
        Text([$"Device: {results[0].Device}. Peer: {peer ?? "none"}.", "", .. Lines(Head, results.Select(Row)), "", .. Summary.Of(results).Select(line => $"- {line}")]);

    /// <summary>Lines as a file has them.</summary>
    public static string Text(IEnumerable<string> lines) => string.Join('\n', lines) + "\n";

    /// <summary>The lines of a table.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows) =>
        [Line(head), $"|{string.Concat(head.Select(_ => "---|"))}", .. rows.Select(Line)];

    /// <summary>A cell with milliseconds, or with nothing.</summary>
    public static string Milliseconds(double? value) => value is { } number ? Invariant($"{number:G4}") : "-";

    /// <summary>A cell with a ratio, or with nothing.</summary>
    // The third section is for what rounds to 0: else a small negative number would be -0.00.
    public static string Ratio(double? value) => value is { } number ? Invariant($"{number:0.00;-0.00;0.00}") : "-";

    private static string Line(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static string[] Row(CaseResult result) =>
    [
        $"`{result.Name}`", Invariant($"{result.Threads}"), Milliseconds(result.OursMs), Milliseconds(result.PeerMs), Ratio(result.Ratio), Ratio(result.PeerNoise),
        Ratio(result.FloorRatio), Ratio(result.PlainRatio),
    ];
}
