using System.Globalization;
using System.Text.RegularExpressions;

namespace Fusion.Reference.Data.Formats;

/// <summary>A part of a matrix, as an scp file may ask for it: rows, and columns, from and to, both included; null stands for all.</summary>
internal sealed partial record KaldiRange((int First, int Last)? Rows, (int First, int Last)? Columns)
{
    /// <summary>Reads <c>a:b</c> or <c>a:b,c:d</c>, each of the two also <c>:</c> or nothing; null where it is neither.</summary>
    public static KaldiRange? Parse(string text)
    {
        var match = Pattern().Match(text);
        return match.Success ? new KaldiRange(Axis(match, 1), Axis(match, 3)) : null;
    }

    /// <summary>Frames that are left of a matrix, or values of a vector.</summary>
    public int Length(int rows) => Rows is { } range ? range.Last - range.First + 1 : rows;

    /// <summary>Takes the part out of a matrix (T, D) or a vector (T).</summary>
    public ArrayContent Of(ArrayContent content)
    {
        var width = content.Shape.Length == 2 ? (int)content.Shape[1] : 1;
        var rows = Within(content, Rows, (int)content.Shape[0], "rows");
        var columns = Within(content, Columns, width, "columns");
        var values = content.ToSingle();
        var part = new float[(rows.Last - rows.First + 1) * (columns.Last - columns.First + 1)];
        var target = part.AsSpan();
        for (var row = rows.First; row <= rows.Last; row++, target = target[(columns.Last - columns.First + 1)..])
            values.AsSpan((row * width) + columns.First, columns.Last - columns.First + 1).CopyTo(target);
        long[] shape = content.Shape.Length == 2 ? [rows.Last - rows.First + 1, columns.Last - columns.First + 1] : [part.Length];
        return new ArrayContent(content.File, "float32", shape, part);
    }

    private static (int First, int Last) Within(ArrayContent content, (int First, int Last)? range, int size, string what) =>
        range is not { } part ? (0, size - 1)
        : part.First <= part.Last && part.Last < size ? part
        : throw new DataFormatException(content.File, null, $"expected {what} {part.First} to {part.Last}, both included, found {size} {what}");

    private static (int, int)? Axis(Match match, int group) =>
        match.Groups[group].Length == 0 ? null
        : (int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), int.Parse(match.Groups[group + 1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture));

    // Nine digits fit an int.
    [GeneratedRegex(@"^(?:(\d{1,9}):(\d{1,9})|:?)(?:,(?:(\d{1,9}):(\d{1,9})|:?))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
