using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Fusion.Reference.Data.Formats;

/// <summary>What a .npy file says of itself before its data: NumSharp keeps the element type's notation and the claimed size to itself.</summary>
internal sealed partial record NpyHeader(string Dtype, long[] Shape, bool FortranOrder)
{
    /// <summary>The eight bytes a file starts with, the last two of them the version.</summary>
    internal static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    // NumPy's own limit on headers it trusts; ours hold some hundred bytes.
    private const int MostBytes = 10_000;

    public char Kind { get; private init; }

    public int ItemSize { get; private init; }

    public long Count { get; private init; }

    public long ByteCount { get; private init; }

    public bool BigEndian => Dtype[0] == '>';

    /// <summary>Reads the header and leaves the stream at the first byte of data.</summary>
    public static NpyHeader Read(Stream stream, string name)
    {
        var lead = Take(stream, name, 8);
        if (!lead.AsSpan().StartsWith(Magic) || lead[6] is < 1 or > 3 || lead[7] != 0)
            throw new DataFormatException(name, null, $"expected the .npy signature of version 1.0, 2.0 or 3.0, found {Convert.ToHexString(lead)}");
        var length = lead[6] == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(Take(stream, name, 2))
            : BinaryPrimitives.ReadUInt32LittleEndian(Take(stream, name, 4));
        if (length > MostBytes)
            throw new DataFormatException(name, null, $"expected a header of at most {MostBytes} bytes, found {length}");
        return Parse(Encoding.Latin1.GetString(Take(stream, name, (int)length)), name);
    }

    /// <summary>Makes the error for an element type that is not read here.</summary>
    public DataFormatException Unsupported(string name) =>
        new(name, null, $"expected numbers, truth values or text in row-major order, found dtype {Dtype}{(FortranOrder ? " in Fortran order" : "")}");

    private static NpyHeader Parse(string text, string name)
    {
        var dtype = DtypePattern().Match(text);
        var order = OrderPattern().Match(text);
        var shape = ShapePattern().Match(text);
        if (!dtype.Success || !order.Success || !shape.Success)
            throw new DataFormatException(name, null, $"expected a header with a plain descr, fortran_order and shape, found {text.Trim()}");
        try
        {
            var sizes = shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            var header = new NpyHeader(dtype.Groups[1].Value, [.. sizes.Select(size => long.Parse(size, NumberStyles.None, CultureInfo.InvariantCulture))], order.Groups[1].Value == "True");
            var units = dtype.Groups[3].Value is { Length: > 0 } digits ? int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) : 1;
            var item = checked(dtype.Groups[2].Value == "U" ? 4 * units : units);
            var count = header.Shape.Aggregate(1L, (product, size) => checked(product * size));
            return header with { Kind = dtype.Groups[2].Value[0], ItemSize = item, Count = count, ByteCount = checked(count * item) };
        }
        catch (Exception error) when (error is OverflowException or FormatException)
        {
            throw new DataFormatException(name, null, $"expected a number of elements that a file can hold, found {text.Trim()}");
        }
    }

    private static byte[] Take(Stream stream, string name, int count)
    {
        var bytes = new byte[count];
        var found = stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return found == count ? bytes : throw new DataFormatException(name, null, $"expected {count} bytes of .npy header, found {found}");
    }

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"]([<>|=]?([a-zA-Z?])(\d*))['"]""")]
    private static partial Regex DtypePattern();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(True|False)""")]
    private static partial Regex OrderPattern();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\(([\d\s,]*)\)""")]
    private static partial Regex ShapePattern();
}
