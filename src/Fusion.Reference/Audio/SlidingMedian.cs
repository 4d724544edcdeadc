using System.Numerics;
using System.Runtime.InteropServices;

namespace Fusion.Reference.Audio;

/// <summary>
/// Medians in a window that slides down the columns of a matrix. The window is kept in order: each step takes the leaving value out and puts the
/// entering one in. Several columns go at once, one in each lane of a vector.
/// </summary>
internal static class SlidingMedian
{
    /// <summary>The median of the <paramref name="window"/> rows around each row, column by column; rows beyond the ends are mirrored, the outermost repeated.</summary>
    /// <param name="values">Finite numbers, row-major (rows, columns).</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="window">An odd number of rows.</param>
    /// <returns>Medians, row-major (rows, columns).</returns>
    public static float[] DownColumns(ReadOnlySpan<float> values, int rows, int columns, int window)
    {
        if (window < 1 || window % 2 == 0)
            throw new ArgumentOutOfRangeException(nameof(window), window, "A window has an odd number of rows.");
        var medians = new float[values.Length];
        var block = new Vector<float>[rows];
        var sorted = new Vector<float>[window];
        var lanes = MemoryMarshal.Cast<Vector<float>, float>(block.AsSpan());
        var results = new Vector<float>[rows];
        var resultLanes = MemoryMarshal.Cast<Vector<float>, float>(results.AsSpan());
        for (var column = 0; column < columns; column += Vector<float>.Count)
        {
            var width = Math.Min(Vector<float>.Count, columns - column);
            for (var row = 0; row < rows; row++)
                values.Slice(row * columns + column, width).CopyTo(lanes[(row * Vector<float>.Count)..]);
            Slide(block, results, sorted);
            for (var row = 0; row < rows; row++)
                resultLanes.Slice(row * Vector<float>.Count, width).CopyTo(medians.AsSpan(row * columns + column));
        }

        return medians;
    }

    private static void Slide(Vector<float>[] block, Vector<float>[] results, Vector<float>[] sorted)
    {
        var reach = sorted.Length / 2;
        Array.Fill(sorted, new Vector<float>(float.PositiveInfinity));
        for (var row = -reach; row <= reach; row++)
            Exchange(sorted, new Vector<float>(float.PositiveInfinity), block[Reflection.BesideEnds(row, block.Length)]);
        for (var row = 0; row < block.Length; row++)
        {
            results[row] = sorted[reach];
            Exchange(sorted, block[Reflection.BesideEnds(row - reach, block.Length)], block[Reflection.BesideEnds(row + reach + 1, block.Length)]);
        }
    }

    // From the leaving value on, everything moves down by one; on the way up, the larger of two is carried on.
    private static void Exchange(Span<Vector<float>> sorted, Vector<float> leaving, Vector<float> entering)
    {
        var current = sorted[0];
        for (var index = 0; index + 1 < sorted.Length; index++)
        {
            var next = sorted[index + 1];
            var kept = Vector.ConditionalSelect(Vector.LessThan(current, leaving), current, next);
            sorted[index] = Vector.Min(kept, entering);
            entering = Vector.Max(kept, entering);
            current = next;
        }

        sorted[^1] = entering;
    }
}
