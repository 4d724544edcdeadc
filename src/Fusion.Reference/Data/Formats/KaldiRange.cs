using System.Globalization;
using System.Text.RegularExpressions;

namespace Fusion.Reference.Data.Formats;

/// <summary>A part of a matrix, as an scp file may ask for it: rows, and columns, from and to, both included; null stands for all.</summary>
internal sealed partial record KaldiRange((int First, int Last)? Rows, (int First, int Last)? Columns)
{
    /// <summary>Reads <c>a:b</c> or <c>a:b,c:d</c>, each of the two also <c>:</c> or nothing; null where it is neither, or ends before it begins.</summary>
    public static KaldiRange? Parse(string text)
    {
        var match = Pattern().Match(text);
        return match.Success && new KaldiRange(Axis(match, 1), Axis(match, 3)) is var range && IsForward(range.Rows) && IsForward(range.Columns) ? range : null;
    }

    /// <summary>Frames that are left of a matrix, or values of a vector; an error says that it has no such rows.</summary>
    /// <param name="file">Where it is, for messages.</param>
    /// <param name="rows">Frames or values of the whole.</param>
    public int Length(string file, int rows)
    {
        var (first, last) = Within(file, Rows, rows, "rows");
        return last - first + 1;
    }

    /// <summary>Takes the part out of a matrix (T, D) or a vector (T).</summary>
    public ArrayContent Of(ArrayContent content)
    {
        var width = content.Shape.Length == 2 ? (int)content.Shape[1] : 1;
        var rows = Within(content.File, Rows, (int)content.Shape[0], "rows");
        var columns = Within(content.File, Columns, width, "columns");
        var values = content.ToSingle();
        var part = new float[(rows.Last - rows.First + 1) * (columns.Last - columns.First + 1)];
        var target = part.AsSpan();
        for (var row = rows.First; row <= rows.Last; row++, target = target[(columns.Last - columns.First + 1)..])
            values.AsSpan((row * width) + columns.First, columns.Last - columns.First + 1).CopyTo(target);
        long[] shape = content.Shape.Length == 2 ? [rows.Last - rows.First + 1, columns.Last - columns.First + 1] : [part.Length];
        return new ArrayContent(content.File, "float32", shape, part);
    }

    private static bool IsForward((int First, int Last)? range) => range is not { } part || part.First <= part.Last;

    private static (int First, int Last) Within(string file, (int First, int Last)? range, int size, string what) =>
        range is not { } part ? (0, size - 1)
        : IsForward(part) && part.Last < size ? part
        : throw new DataFormatException(file, null, $"expected {what} {part.First} to {part.Last}, both included, found {size} {what}");

    private static (int, int)? Axis(Match match, int group) =>
        match.Groups[group].Length == 0 ? null
        : (int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), int.Parse(match.Groups[group + 1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture));

    // Nine digits fit an int.
    [GeneratedRegex(@"^(?:(\d{1,9}):(\d{1,9})|:?)(?:,(?:(\d{1,9}):(\d{1,9})|:?))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
