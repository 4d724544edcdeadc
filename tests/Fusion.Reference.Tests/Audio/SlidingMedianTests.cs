using Fusion.Reference.Audio;
using Fusion.Reference.Data;
using Xunit;

namespace Fusion.Reference.Tests.Audio;

public class SlidingMedianTests
{
    [Theory]
    [InlineData(1, 1, 31)]
    [InlineData(2, 3, 31)]
    [InlineData(40, 17, 31)]
    [InlineData(100, 8, 5)]
    [InlineData(9, 33, 1)]
    public void Is_the_middle_of_the_sorted_window(int rows, int columns, int window)
    {
        var random = new SeededRandom(3);
        // Few values, so that a window holds the same one several times.
        var values = Enumerable.Range(0, rows * columns).Select(_ => (float)random.Below(6)).ToArray();

        var medians = SlidingMedian.DownColumns(values, rows, columns, window);

        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
            {
                var around = Enumerable.Range(row - window / 2, window).Select(index => values[Reflection.BesideEnds(index, rows) * columns + column]);
                Assert.Equal(around.Order().ElementAt(window / 2), medians[row * columns + column]);
            }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Refuses_a_window_without_a_middle(int window) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SlidingMedian.DownColumns([1], 1, 1, window));
}
