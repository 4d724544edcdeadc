using System.Text.Json;

namespace Fusion.Reference.Data;

/// <summary>
/// Brings columns to mean 0 and standard deviation 1 over the training rows. Heavy-tailed columns first pass through asinh(x / s), s the median
/// of |x| there: linear near zero, logarithmic beyond, and defined for negative values. (log1p would do nothing for columns whose values lie
/// far below 1, where it is linear, and is undefined for the negative ones.)
/// </summary>
internal sealed class Standardizer
{
    private readonly Column[] _columns;

    private Standardizer(Column[] columns) => _columns = columns;

    /// <summary>Columns of a row.</summary>
    public int Width => _columns.Length;

    /// <summary>Fits to training rows.</summary>
    /// <param name="rows">Training rows, at least one, of equal width.</param>
    /// <param name="heavyTailed">Columns to compress.</param>
    public static Standardizer Fit(IReadOnlyList<float[]> rows, params IReadOnlyCollection<int> heavyTailed)
    {
        ArgumentOutOfRangeException.ThrowIfZero(rows.Count, nameof(rows));
        return new Standardizer([.. Enumerable.Range(0, rows[0].Length).Select(column =>
            Column.Fit([.. rows.Select(row => (double)row[column])], heavyTailed.Contains(column)))]);
    }

    /// <summary>Instead brings every column of the rows given to the range from 0 to 1; nothing is compressed.</summary>
    /// <param name="rows">Rows, at least one, of equal width.</param>
    public static Standardizer FitRange(IReadOnlyList<float[]> rows)
    {
        ArgumentOutOfRangeException.ThrowIfZero(rows.Count, nameof(rows));
        return new Standardizer([.. Enumerable.Range(0, rows[0].Length).Select(column => Column.FitRange([.. rows.Select(row => (double)row[column])]))]);
    }

    /// <summary>Transforms one row; the row given is left as it is.</summary>
    public float[] Transform(float[] row)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(row.Length, _columns.Length, nameof(row));
        return [.. row.Zip(_columns, (value, column) => (float)column.Transform(value))];
    }

    public string ToJson() => JsonSerializer.Serialize(_columns);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">Where it was read, for messages.</param>
    public static Standardizer FromJson(string json, string file)
    {
        try
        {
            var columns = JsonSerializer.Deserialize<Column?[]>(json);
            return columns is not null && columns.All(column => column is { Scale: >= 0, Deviation: >= 0 })
                ? new Standardizer(columns!)
                : throw new DataFormatException(file, null, "expected columns with Scale and Deviation of at least 0, found others");
        }
        catch (JsonException error)
        {
            throw new DataFormatException(file, error.LineNumber + 1, $"expected a JSON list of columns, found: {error.Message}");
        }
    }

    /// <summary>One column's transformation.</summary>
    /// <param name="Scale">The s of asinh(x / s); 0 where the column is not compressed.</param>
    /// <param name="Mean">What is taken off: the mean over the training rows, after compression, or the least value.</param>
    /// <param name="Deviation">What the rest is divided by: the standard deviation over the training rows, after compression, or the range; 0 for a constant column.</param>
    private sealed record Column(double Scale, double Mean, double Deviation)
    {
        public static Column Fit(double[] values, bool heavyTailed)
        {
            // A column of mostly zeros has no typical size; 1 leaves it finite.
            var scale = !heavyTailed ? 0 : Median(values) is > 0 and var median ? median : 1;
            var compressed = Array.ConvertAll(values, value => Compress(value, scale));
            var mean = compressed.Average();
            var deviation = Math.Sqrt(compressed.Average(value => (value - mean) * (value - mean)));
            // Rounding in the mean leaves a constant column a deviation that is not quite zero.
            return new Column(scale, mean, deviation <= 1e-9 * Math.Abs(mean) ? 0 : deviation);
        }

        public static Column FitRange(double[] values) => new(0, values.Min(), values.Max() - values.Min());

        // A constant column says nothing: it becomes zeros, for rows that differ from training too.
        public double Transform(double value) => Deviation == 0 ? 0 : (Compress(value, Scale) - Mean) / Deviation;

        private static double Compress(double value, double scale) => scale == 0 ? value : Math.Asinh(value / scale);

        private static double Median(double[] values)
        {
            var sizes = Array.ConvertAll(values, Math.Abs);
            Array.Sort(sizes);
            return (sizes[(sizes.Length - 1) / 2] + sizes[sizes.Length / 2]) / 2;
        }
    }
}
