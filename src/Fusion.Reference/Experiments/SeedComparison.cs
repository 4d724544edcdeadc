using Fusion.Reference.Metrics;

namespace Fusion.Reference.Experiments;

/// <summary>Compares two models that were trained with the same seeds and tested on the same rows.</summary>
internal static class SeedComparison
{
    /// <summary>
    /// Paired bootstrap over whole groups, the same draws for every seed; the score is taken for each seed, then averaged over them.
    /// Null where the two share no seed, were tested on other rows, or on a single group, of which there is nothing to draw.
    /// </summary>
    /// <param name="first">Test predictions of the first model, by seed.</param>
    /// <param name="second">Test predictions of the second model, by seed.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="score">The score to compare.</param>
    public static BootstrapComparison? Compare(
        IReadOnlyDictionary<int, IReadOnlyList<PredictionFile.Row>> first, IReadOnlyDictionary<int, IReadOnlyList<PredictionFile.Row>> second,
        IReadOnlyList<string> classes, Func<ClassificationScores, double> score)
    {
        int[] seeds = [.. first.Keys.Intersect(second.Keys).Order()];
        if (seeds.Length == 0)
            return null;
        var rows = first[seeds[0]];
        if (seeds.Any(seed => !first[seed].Select(Truth).SequenceEqual(rows.Select(Truth)) || !second[seed].Select(Truth).SequenceEqual(rows.Select(Truth))))
            return null;
        var numbers = rows.Select(row => row.Group).Distinct().Index().ToDictionary(item => item.Item, item => item.Index);
        if (numbers.Count < 2)
            return null;
        int[] groups = [.. rows.Select(row => numbers[row.Group])];
        return PairedBootstrap.Compare(Cells(first), Cells(second), sums => sums.Chunk(classes.Count * classes.Count)
            .Average(cells => score(ClassificationScores.From(ConfusionMatrix.FromCells(classes, cells)))), seed: 1);

        // For each group the confusion cells of every seed, one seed after the other.
        double[][] Cells(IReadOnlyDictionary<int, IReadOnlyList<PredictionFile.Row>> model)
        {
            var bySeed = seeds.Select(seed => ConfusionMatrix.CellsByGroup([.. model[seed].Select(row => row.Label)], [.. model[seed].Select(row => row.Predicted)], groups, classes)).ToArray();
            return [.. Enumerable.Range(0, numbers.Count).Select(group => bySeed.SelectMany(cells => cells[group]).ToArray())];
        }
    }

    private static (string Id, string Group, string Label) Truth(PredictionFile.Row row) => (row.Id, row.Group, row.Label);
}
