using Fusion.Reference.Reports;

namespace Fusion.Reference.Experiments;

/// <summary>Whether a fusion beats the concatenation it is held against by more than the choice of test dialogues explains.</summary>
internal static class IemocapSignificance
{
    private static readonly IReadOnlyList<(string Fusion, string Against)> Pairs =
    [
        (IemocapModels.Auto, IemocapModels.ConcatMatched), (IemocapModels.Gan, IemocapModels.ConcatMatched), (IemocapModels.Auto, IemocapModels.ConcatMatchedAuto),
    ];

    /// <param name="report">The report.</param>
    /// <param name="results">The runs.</param>
    /// <param name="scores">What the table with their scores is called.</param>
    public static void Add(ReportBuilder report, IemocapResults results, string scores)
    {
        (string Fusion, string Against)[] pairs = [.. Pairs.Where(pair => results.Models.Contains(pair.Fusion) && results.Models.Contains(pair.Against))];
        if (pairs.Length == 0)
            return;
        report.Subsection("Is the fusion better than a concatenation of its size?");
        ComparisonTable.Add(
            report, pairs, ComparisonTable.Compare(pairs, results.Compare), "they share a seed and were tested on the same utterances, of two dialogues at least",
            "Difference in percentage points; paired bootstrap over test dialogues",
            $"Each seed is scored on all test sessions together, and the scores are averaged over the seeds; whole dialogues are drawn, the same ones for every seed. The interval covers the choice of test dialogues, not the choice of seeds{(Deviates(pairs, results) ? $", which the standard deviations in {scores} show" : "")}.");
    }

    private static bool Deviates(IEnumerable<(string Fusion, string Against)> pairs, IemocapResults results) =>
        pairs.SelectMany(pair => new[] { pair.Fusion, pair.Against }).Any(model => results.Test(model, RunScores.Accuracy).Count > 1);
}
