using System.Globalization;

namespace Fusion.Reference.Data.Formats;

/// <summary>The text form of an object in a Kaldi archive: <c>[ 1 2 3 ]</c>, a row of a matrix on each line, or integers without brackets.</summary>
internal static class KaldiText
{
    private static readonly char[] Blanks = [' ', '\t', '\r'];

    /// <summary>Reads an object that stands alone.</summary>
    /// <param name="name">Where it was read, for messages.</param>
    /// <param name="text">The text from the opening bracket to the closing one, or one line.</param>
    public static ArrayContent Parse(string name, string text)
    {
        var body = text.Trim();
        if (!body.StartsWith('['))
            return new ArrayContent(name, "int32", [Words(body).Length], Array.ConvertAll(Words(body), word => Integer(name, word)));
        var rows = body[1..].TrimEnd(']').Split('\n').Select(Words).Where(words => words.Length > 0).Select(words => Array.ConvertAll(words, word => Number(name, word))).ToArray();
        // A matrix begins on the line after its bracket; a vector stands on the bracket's own line.
        if (!body.Contains('\n'))
            return new ArrayContent(name, "float32", [rows.Sum(row => row.Length)], rows.SelectMany(row => row).ToArray());
        var wrong = Array.FindIndex(rows, row => row.Length != rows[0].Length);
        return wrong < 0
            ? new ArrayContent(name, "float32", [rows.Length, rows.Length == 0 ? 0 : rows[0].Length], rows.SelectMany(row => row).ToArray())
            : throw new DataFormatException(name, null, $"expected {rows[0].Length} values in every row, found {rows[wrong].Length} in row {wrong}");
    }

    private static string[] Words(string line) => line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);

    private static float Number(string name, string word) => word.ToLowerInvariant() switch
    {
        "inf" => float.PositiveInfinity,
        "-inf" => float.NegativeInfinity,
        "nan" or "-nan" => float.NaN,
        _ => float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw new DataFormatException(name, null, $"expected a number, found '{word}'"),
    };

    private static int Integer(string name, string word) =>
        int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw new DataFormatException(name, null, $"expected '[' or whole numbers, found '{word}'");
}
