namespace Fusion.Reference.Metrics;

/// <summary>How often each true class (row) was predicted as each class (column).</summary>
internal sealed class ConfusionMatrix
{
    private readonly double[] _cells;

    private ConfusionMatrix(IReadOnlyList<string> classes, double[] cells)
    {
        Classes = classes;
        _cells = cells;
    }

    /// <summary>The classes, in the order of rows and columns.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Number of scored items.</summary>
    public double Total => _cells.Sum();

    /// <summary>Number of items whose predicted class is the true one.</summary>
    public double Correct => Enumerable.Range(0, Classes.Count).Sum(index => this[index, index]);

    /// <summary>Number of items of class <paramref name="truth"/> that were predicted as <paramref name="predicted"/>.</summary>
    public double this[int truth, int predicted] => _cells[(truth * Classes.Count) + predicted];

    /// <summary>Counts labels against predictions.</summary>
    /// <param name="labels">The truth.</param>
    /// <param name="predictions">One prediction per label.</param>
    /// <param name="classes">Order of the classes; by default every class that occurs, in ordinal order.</param>
    public static ConfusionMatrix Count(
        IReadOnlyList<string> labels, IReadOnlyList<string> predictions, IReadOnlyList<string>? classes = null)
    {
        classes ??= [.. labels.Concat(predictions).Distinct().Order(StringComparer.Ordinal)];
        var groups = CellsByGroup(labels, predictions, new int[labels.Count], classes);
        return new(classes, groups is [var cells] ? cells : new double[classes.Count * classes.Count]);
    }

    /// <summary>Takes counts as they are, row by row; weighted counts, as a resample gives them, need not be whole.</summary>
    public static ConfusionMatrix FromCells(IReadOnlyList<string> classes, ReadOnlySpan<double> cells)
    {
        if (cells.Length != classes.Count * classes.Count)
            throw new ArgumentException($"expected {classes.Count * classes.Count} cells for {classes.Count} classes, found {cells.Length}", nameof(cells));
        return new(classes, cells.ToArray());
    }

    /// <summary>Counts each group (a dialogue, say) by itself: the cells of one matrix per group, which add up to the whole.</summary>
    /// <param name="labels">The truth.</param>
    /// <param name="predictions">One prediction per label.</param>
    /// <param name="groups">Group of each item, from 0 without gaps.</param>
    /// <param name="classes">Order of the classes.</param>
    public static double[][] CellsByGroup(
        IReadOnlyList<string> labels, IReadOnlyList<string> predictions, IReadOnlyList<int> groups, IReadOnlyList<string> classes)
    {
        if (labels.Count != predictions.Count || labels.Count != groups.Count)
            throw new ArgumentException($"expected as many predictions and groups as labels ({labels.Count}), found {predictions.Count} and {groups.Count}", nameof(predictions));
        var index = classes.Select((name, position) => (name, position)).ToDictionary(pair => pair.name, pair => pair.position);
        var cells = new double[groups.Count == 0 ? 0 : groups.Max() + 1][];
        for (var group = 0; group < cells.Length; group++)
            cells[group] = new double[classes.Count * classes.Count];
        for (var item = 0; item < labels.Count; item++)
            cells[groups[item]][(IndexOf(labels[item]) * classes.Count) + IndexOf(predictions[item])]++;
        return cells;

        int IndexOf(string name) => index.TryGetValue(name, out var position)
            ? position
            : throw new ArgumentException($"'{name}' is not among the classes {string.Join(", ", classes)}", nameof(classes));
    }

    /// <summary>Number of items whose true class is <paramref name="truth"/>.</summary>
    public double Support(int truth) => Enumerable.Range(0, Classes.Count).Sum(predicted => this[truth, predicted]);

    /// <summary>Number of items predicted as <paramref name="predicted"/>.</summary>
    public double Predicted(int predicted) => Enumerable.Range(0, Classes.Count).Sum(truth => this[truth, predicted]);
}
