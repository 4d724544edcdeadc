using System.Globalization;
using System.Text;

namespace Fusion.Reference.Text;

/// <summary>
/// Puts tokens of <see cref="MosesTokenizer"/> back into running text: entities and split hyphens are undone, marks stand where the language prints them.
/// Quotation marks open and close in turn. What the tokens no longer tell, such as a space around a bracket that was unusual, cannot come back.
/// </summary>
/// <param name="language">Apostrophes and the space before marks.</param>
internal sealed class MosesDetokenizer(Language language)
{
    private enum Place
    {
        Free,
        TouchesNext,
        TouchesPrevious,
    }

    /// <summary>The text of a line of tokens separated by spaces.</summary>
    public string Text(string line) => Text(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The text of tokens.</summary>
    public string Text(IReadOnlyList<string> tokens)
    {
        var words = Unescaped(tokens);
        var result = new StringBuilder();
        var open = new HashSet<char>();
        var gap = false;
        for (var index = 0; index < words.Length; index++)
        {
            var place = PlaceOf(words[index], index > 0 ? words[index - 1] : "", open);
            if (gap && place != Place.TouchesPrevious)
                result.Append(' ');
            result.Append(words[index]);
            gap = place != Place.TouchesNext;
        }

        return result.ToString();
    }

    private static string[] Unescaped(IReadOnlyList<string> tokens) =>
        MosesEscapes.Unescape(string.Join(' ', tokens).Replace($" {MosesTokenizer.Hyphen} ", "-", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private Place PlaceOf(string word, string previous, HashSet<char> open)
    {
        if (word.EnumerateRunes().All(OpensBracket))
            return Place.TouchesNext;
        if (word.All(ClosesOrStops))
            // French prints a space before the marks of two parts.
            return language == Language.French && word is ("?" or "!" or ":" or ";" or "%") ? Place.Free : Place.TouchesPrevious;
        if (language.Apostrophe == Apostrophe.StartsWord && word.Length > 1 && word[0] == '\'' && IsLetterAt(word, 1))
            return Place.TouchesPrevious;
        if (language.Apostrophe == Apostrophe.EndsWord && word.Length > 1 && word[^1] == '\'' && Letters.IsAlphabetic(word.EnumerateRunes().TakeLast(2).First()))
            return Place.TouchesNext;
        return word.All(IsQuote) ? QuotePlace(word, previous, open) : Place.Free;
    }

    private Place QuotePlace(string word, string previous, HashSet<char> open)
    {
        // The plural's genitive: "the students' books".
        if (language == Language.English && word == "'" && previous.EndsWith('s'))
            return Place.TouchesPrevious;
        var kind = word[0] is '„' or '“' or '”' ? '"' : word[0];
        if (open.Add(kind))
            return Place.TouchesNext;
        open.Remove(kind);
        return Place.TouchesPrevious;
    }

    private static bool OpensBracket(Rune letter) => letter.Value is '(' or '[' or '{' or '¿' or '¡' || Rune.GetUnicodeCategory(letter) == UnicodeCategory.CurrencySymbol;

    private static bool ClosesOrStops(char letter) => letter is ',' or '.' or '?' or '!' or ':' or ';' or '\\' or '%' or '}' or ']' or ')';

    private static bool IsQuote(char letter) => letter is '\'' or '"' or '„' or '“' or '”' or '`';

    private static bool IsLetterAt(string word, int index) => Rune.DecodeFromUtf16(word.AsSpan(index), out var letter, out _) == System.Buffers.OperationStatus.Done && Letters.IsAlphabetic(letter);
}
