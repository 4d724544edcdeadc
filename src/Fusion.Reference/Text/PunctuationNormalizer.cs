using System.Text;
using System.Text.RegularExpressions;

namespace Fusion.Reference.Text;

/// <summary>
/// Writes punctuation in one way, as the corpora of the WMT translation tasks have it: typographic quotation marks, dashes, ellipses and no-break spaces
/// become plain ones, spaces beside brackets and before marks are put right, and a full stop and a quotation mark take the order the language prints them in.
/// Written from known behaviour; it works on one line without its line end.
/// </summary>
internal static partial class PunctuationNormalizer
{
    private const char NoBreakSpace = '\u00a0';

    public static string Normalize(string line, Language language)
    {
        var text = Brackets(line.Replace("\r", "", StringComparison.Ordinal));
        text = PlainMarks(LetterApostrophe().Replace(text.Replace('`', '\'').Replace("''", " \" ", StringComparison.Ordinal), "'"));
        text = QuotationMarks(NoBreakSpaces(text, language), language);
        return text;
    }

    /// <summary>A space outside brackets, none inside; none before a mark that follows a bracket, before a colon or semicolon, or between a digit and %.</summary>
    private static string Brackets(string line)
    {
        var text = line.Replace("(", " (", StringComparison.Ordinal).Replace(")", ") ", StringComparison.Ordinal);
        text = MarkAfterBracket().Replace(SpaceRun().Replace(text, " "), ")");
        text = text.Replace("( ", "(", StringComparison.Ordinal).Replace(" )", ")", StringComparison.Ordinal);
        text = SpacedPercent().Replace(text, "%");
        return text.Replace(" :", ":", StringComparison.Ordinal).Replace(" ;", ";", StringComparison.Ordinal);
    }

    private static string PlainMarks(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var letter in text)
            _ = letter switch
            {
                '„' or '“' or '”' or '‘' or '’' or '‚' => result.Append('"'),
                '–' => result.Append('-'),
                '—' => result.Append(" - "),
                '´' => result.Append('\''),
                '…' => result.Append("..."),
                _ => result.Append(letter),
            };
        var plain = SpaceRun().Replace(result.ToString(), " ").Replace("''", "\"", StringComparison.Ordinal);
        return Guillemets(plain);
    }

    /// <summary>Quotation marks of the French kind, with the space or no-break space inside them.</summary>
    private static string Guillemets(string text) => ClosingGuillemet().Replace(OpeningGuillemet().Replace(text, "\""), "\"");

    /// <summary>A no-break space goes before % : ? ! ; and becomes a group mark between digits, elsewhere a space.</summary>
    private static string NoBreakSpaces(string text, Language language)
    {
        if (!text.Contains(NoBreakSpace, StringComparison.Ordinal))
            return text;
        var result = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            var next = index + 1 < text.Length ? text[index + 1] : ' ';
            if (text[index] != NoBreakSpace)
                result.Append(text[index]);
            else if (index > 0 && char.IsAsciiDigit(text[index - 1]) && char.IsAsciiDigit(next))
                result.Append(language.GroupMark);
            else if (next is not ('%' or ':' or '?' or '!' or ';'))
                result.Append(' ');
        }

        return SpaceRun().Replace(result.ToString(), " ");
    }

    /// <summary>English prints commas and full stops inside the quotation mark, the other languages outside.</summary>
    private static string QuotationMarks(string text, Language language) => language == Language.English
        ? StopsBehindQuote().Replace(text, "$1\"")
        : StopsBeforeQuote().Replace(text.Replace(",\"", "\",", StringComparison.Ordinal), "\"$1$2");

    [GeneratedRegex(" {2,}", RegexOptions.CultureInvariant)]
    private static partial Regex SpaceRun();

    [GeneratedRegex(@"\) (?=[.!:?;,])", RegexOptions.CultureInvariant)]
    private static partial Regex MarkAfterBracket();

    [GeneratedRegex("(?<=[0-9]) %", RegexOptions.CultureInvariant)]
    private static partial Regex SpacedPercent();

    [GeneratedRegex("(?<=[a-zA-Z])[‘’](?=[a-zA-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex LetterApostrophe();

    [GeneratedRegex("«[ \u00a0]?", RegexOptions.CultureInvariant)]
    private static partial Regex OpeningGuillemet();

    [GeneratedRegex("[ \u00a0]?»", RegexOptions.CultureInvariant)]
    private static partial Regex ClosingGuillemet();

    [GeneratedRegex("\"([,.]+)", RegexOptions.CultureInvariant)]
    private static partial Regex StopsBehindQuote();

    // A quotation mark before "<" stays, so that the text of a tagged line keeps its end inside the tags.
    [GeneratedRegex("""(\.+)"(\s*[^<]|$)""", RegexOptions.CultureInvariant)]
    private static partial Regex StopsBeforeQuote();
}
