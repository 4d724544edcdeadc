using System.Text;

namespace Fusion.Reference.Text;

/// <summary>
/// The normaliser of the paper's authors: lower case, accents dropped, every run of characters other than a-z and . ! ? one space,
/// and, for IEMOCAP, a space before each of . ! ?.
/// </summary>
internal static class AuthorsText
{
    // Unicode decomposition by table: the program runs without culture data, where string.Normalize returns its input.
    private const string Accented = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿāăąćĉċčďēĕėęěĝğġģĥĩīĭįĵķĺļľńņňōŏőŕŗřśŝşšţťũūŭůűųŵŷźżž";
    private const string Plain = "aaaaaaceeeeiiiinooooouuuuyyaaaccccdeeeeegggghiiiijklllnnnooorrrssssttuuuuuuwyzzz";

    /// <summary>Normalises a line.</summary>
    /// <param name="text">A transcript or sentence.</param>
    /// <param name="marks">Whether . ! ? are words of their own.</param>
    public static string Normalize(string text, AuthorsMarks marks = AuthorsMarks.Separate)
    {
        var result = new StringBuilder(text.Length + 8);
        var gap = false;
        foreach (var letter in text.Select(Base))
        {
            // Combining marks vanish without a trace, unlike other characters.
            if (letter is >= '\u0300' and <= '\u036f')
                continue;
            var mark = letter is '.' or '!' or '?';
            if (!mark && letter is not (>= 'a' and <= 'z'))
            {
                gap = true;
                continue;
            }

            if (result.Length > 0 && (gap || (mark && marks == AuthorsMarks.Separate)))
                result.Append(' ');
            result.Append(letter);
            gap = false;
        }

        return result.ToString();
    }

    /// <summary>The words and marks of a line.</summary>
    public static string[] Tokens(string text, AuthorsMarks marks = AuthorsMarks.Separate) => Normalize(text, marks).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static char Base(char letter)
    {
        var lower = char.ToLowerInvariant(letter);
        return lower > 127 && Accented.IndexOf(lower, StringComparison.Ordinal) is var index and >= 0 ? Plain[index] : lower;
    }
}
