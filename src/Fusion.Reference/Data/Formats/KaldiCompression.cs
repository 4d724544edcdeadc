using System.Buffers.Binary;

namespace Fusion.Reference.Data.Formats;

/// <summary>The values of Kaldi's compressed matrices.</summary>
internal static class KaldiCompression
{
    /// <summary>CM: a byte for each value, column by column, placed between four percentiles of its column.</summary>
    public static float[] ByPercentiles(KaldiHeader header, ReadOnlySpan<byte> data)
    {
        var (rows, columns) = (header.Rows, header.Columns);
        var values = new float[rows * columns];
        var codes = data[(8 * columns)..];
        for (var column = 0; column < columns; column++)
        {
            var percentiles = data[(8 * column)..];
            var (p0, p25, p75, p100) = (Percentile(header, percentiles, 0), Percentile(header, percentiles, 1), Percentile(header, percentiles, 2), Percentile(header, percentiles, 3));
            for (var row = 0; row < rows; row++)
            {
                var code = codes[(column * rows) + row];
                values[(row * columns) + column] = code <= 64 ? p0 + ((p25 - p0) * code * (1 / 64f))
                    : code <= 192 ? p25 + ((p75 - p25) * (code - 64) * (1 / 128f))
                    : p75 + ((p100 - p75) * (code - 192) * (1 / 63f));
            }
        }

        return values;
    }

    /// <summary>CM2: two bytes for each value, row by row, evenly over the range of the matrix.</summary>
    public static float[] TwoBytes(KaldiHeader header, ReadOnlySpan<byte> data)
    {
        var values = new float[header.Count];
        for (var index = 0; index < values.Length; index++)
            values[index] = header.Least + (header.Range * (1 / 65535f) * BinaryPrimitives.ReadUInt16LittleEndian(data[(2 * index)..]));
        return values;
    }

    /// <summary>CM3: a byte for each value, row by row, evenly over the range of the matrix.</summary>
    public static float[] OneByte(KaldiHeader header, ReadOnlySpan<byte> data)
    {
        var values = new float[header.Count];
        for (var index = 0; index < values.Length; index++)
            values[index] = header.Least + (header.Range * (1 / 255f) * data[index]);
        return values;
    }

    private static float Percentile(KaldiHeader header, ReadOnlySpan<byte> percentiles, int index) =>
        header.Least + (header.Range * (1 / 65535f) * BinaryPrimitives.ReadUInt16LittleEndian(percentiles[(2 * index)..]));
}
