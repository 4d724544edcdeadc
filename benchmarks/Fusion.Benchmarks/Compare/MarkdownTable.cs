using static System.FormattableString;

namespace Fusion.Benchmarks.Compare;

/// <summary>The table of docs/performance.md.</summary>
internal static class MarkdownTable
{
    /// <summary>A line on what was compared, the table, and the geometric means.</summary>
    public static string Of(IReadOnlyList<CaseResult> results, string? peer)
    {
        List<string> lines =
        [
            $"Peer: {peer ?? "none"}.",
            "",
            "| case | threads | ours ms | PyTorch ms | ours / PyTorch | noise | ours / floor | ours / plain |",
            "|---|---|---|---|---|---|---|---|",
            .. results.Select(Row),
            "",
            .. Summary.Of(results).Select(line => $"- {line}"),
        ];
        return string.Join('\n', lines) + "\n";
    }

    private static string Row(CaseResult result) =>
        $"| `{result.Name}` | {result.Threads} | {Milliseconds(result.OursMs)} | {Milliseconds(result.PeerMs)} | {Ratio(result.Ratio)} | {Ratio(result.PeerNoise)} | {Ratio(result.FloorRatio)} | {Ratio(result.PlainRatio)} |";

    private static string Milliseconds(double? value) => value is { } number ? Invariant($"{number:G4}") : "-";

    private static string Ratio(double? value) => value is { } number ? Invariant($"{number:0.00}") : "-";
}
