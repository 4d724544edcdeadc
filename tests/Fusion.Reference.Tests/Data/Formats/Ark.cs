using System.Text;

namespace Fusion.Reference.Tests.Data.Formats;

/// <summary>Objects of Kaldi archives, byte by byte.</summary>
internal static class Ark
{
    public static byte[] Matrix(string key, int rows, int columns, params float[] values) =>
        [.. Start(key), .. "FM "u8, 4, .. BitConverter.GetBytes(rows), 4, .. BitConverter.GetBytes(columns), .. values.SelectMany(BitConverter.GetBytes)];

    public static byte[] DoubleMatrix(string key, int rows, int columns, params double[] values) =>
        [.. Start(key), .. "DM "u8, 4, .. BitConverter.GetBytes(rows), 4, .. BitConverter.GetBytes(columns), .. values.SelectMany(BitConverter.GetBytes)];

    public static byte[] DoubleVector(string key, params double[] values) =>
        [.. Start(key), .. "DV "u8, 4, .. BitConverter.GetBytes(values.Length), .. values.SelectMany(BitConverter.GetBytes)];

    public static byte[] Integers(string key, params int[] values) =>
        [.. Start(key), 4, .. BitConverter.GetBytes(values.Length), .. values.SelectMany(value => BitConverter.GetBytes(value).Prepend((byte)4))];

    public static byte[] Compressed(string key, string token, float least, float range, int rows, int columns, params byte[] data) =>
        [.. Start(key), .. Encoding.ASCII.GetBytes(token + " "), .. BitConverter.GetBytes(least), .. BitConverter.GetBytes(range), .. BitConverter.GetBytes(rows), .. BitConverter.GetBytes(columns), .. data];

    private static byte[] Start(string key) => [.. Encoding.UTF8.GetBytes(key + " "), 0, (byte)'B'];
}
