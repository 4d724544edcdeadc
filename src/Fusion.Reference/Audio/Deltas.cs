namespace Fusion.Reference.Audio;

/// <summary>Slopes over time: d[t] = sum k (c[t+k] - c[t-k]) / (2 sum k^2) for k = 1, 2, the first and last rows repeated beyond the ends.</summary>
internal static class Deltas
{
    private const int Reach = 2;

    /// <summary>The slopes of one range of columns, written to another range of the same rows.</summary>
    /// <param name="rows">Row-major (T, width); changed in place.</param>
    /// <param name="width">Columns of a row.</param>
    /// <param name="source">First column to read.</param>
    /// <param name="target">First column to write.</param>
    /// <param name="count">How many columns.</param>
    public static void Add(float[] rows, int width, int source, int target, int count)
    {
        var last = rows.Length / width - 1;
        var scale = 2.0 * Enumerable.Range(1, Reach).Sum(step => step * step);
        for (var row = 0; row <= last; row++)
            for (var column = 0; column < count; column++)
            {
                var sum = 0.0;
                for (var step = 1; step <= Reach; step++)
                    sum += step * (rows[Math.Min(row + step, last) * width + source + column] - (double)rows[Math.Max(row - step, 0) * width + source + column]);
                rows[row * width + target + column] = (float)(sum / scale);
            }
    }
}
