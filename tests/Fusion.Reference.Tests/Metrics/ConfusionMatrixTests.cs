using FsCheck.Xunit;
using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class ConfusionMatrixTests
{
    [Fact]
    public void Rows_are_the_truth_and_columns_the_prediction()
    {
        var matrix = ConfusionMatrix.Count(["sad", "sad", "ang"], ["ang", "sad", "ang"]);
        Assert.Equal(["ang", "sad"], matrix.Classes);
        Assert.Equal(1, matrix[1, 0]);
        Assert.Equal(0, matrix[0, 1]);
        Assert.Equal(2, matrix.Support(1));
        Assert.Equal(2, matrix.Predicted(0));
        Assert.Equal(2, matrix.Correct);
        Assert.Equal(3, matrix.Total);
    }

    [Fact]
    public void Classes_are_ordered_by_code_unit_not_by_culture() =>
        Assert.Equal(["A", "Z", "a", "\u00e9"], ConfusionMatrix.Count(["a", "Z"], ["\u00e9", "A"]).Classes);

    [Fact]
    public void Rejects_unequal_lengths_unknown_classes_and_wrong_cells()
    {
        Assert.Throws<ArgumentException>(() => ConfusionMatrix.Count(["a"], ["a", "b"]));
        Assert.Contains("'b'", Assert.Throws<ArgumentException>(() => ConfusionMatrix.Count(["a"], ["b"], ["a"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ConfusionMatrix.FromCells(["a", "b"], [1, 2, 3]));
    }

    [Property]
    public void Groups_add_up_to_the_whole((byte, byte, byte)[] items)
    {
        string[] classes = ["0", "1", "2"];
        string[] labels = [.. items.Select(item => $"{item.Item1 % 3}")];
        string[] predictions = [.. items.Select(item => $"{item.Item2 % 3}")];
        int[] groups = [.. items.Select(item => item.Item3 % 5)];
        var sum = new double[9];
        foreach (var cells in ConfusionMatrix.CellsByGroup(labels, predictions, groups, classes))
            for (var index = 0; index < sum.Length; index++)
                sum[index] += cells[index];
        var whole = ConfusionMatrix.Count(labels, predictions, classes);
        Assert.Equal(Enumerable.Range(0, 9).Select(index => whole[index / 3, index % 3]), sum);
    }
}
