using System.Text;
using System.Text.RegularExpressions;

namespace Fusion.Reference.Metrics;

/// <summary>Splits a segment into the tokens that BLEU counts, in the ways that sacreBLEU names; tokens are separated by one space.</summary>
internal sealed partial class BleuTokenizer
{
    private readonly Func<string, string> _tokenize;

    private BleuTokenizer(string name, Func<string, string> tokenize)
    {
        Name = name;
        _tokenize = tokenize;
    }

    /// <summary>The text as it is: for text that has been tokenised.</summary>
    public static BleuTokenizer None { get; } = new("none", text => text);

    /// <summary>The rules of NIST's mteval-v13a, made for English and good enough for other alphabetic languages.</summary>
    public static BleuTokenizer V13a { get; } = new("13a", Rules13a);

    /// <summary>Unicode's classes of punctuation and symbols: each stands alone, unless between digits.</summary>
    public static BleuTokenizer International { get; } = new("intl", RulesInternational);

    /// <summary>Each character is a token.</summary>
    public static BleuTokenizer Character { get; } = new("char", text => string.Join(' ', text.EnumerateRunes()));

    /// <summary>All tokenisers.</summary>
    public static IReadOnlyList<BleuTokenizer> All { get; } = [None, V13a, International, Character];

    /// <summary>Its name on the command line and in signatures.</summary>
    public string Name { get; }

    /// <summary>Puts spaces between the tokens of a segment.</summary>
    public string Tokenize(string text) => _tokenize(text);

    private static string Rules13a(string text)
    {
        text = text.Replace("<skipped>", "", StringComparison.Ordinal).Replace("-\n", "", StringComparison.Ordinal).Replace('\n', ' ');
        if (text.Contains('&', StringComparison.Ordinal))
            text = new StringBuilder(text).Replace("&quot;", "\"").Replace("&amp;", "&").Replace("&lt;", "<").Replace("&gt;", ">").ToString();
        text = AsciiSymbol().Replace($" {text} ", " $1 ");
        text = MarkAfterNonDigit().Replace(text, "$1 $2 ");
        text = MarkBeforeNonDigit().Replace(text, " $1 $2");
        return SingleSpaces(DashAfterDigit().Replace(text, "$1 $2 "));
    }

    // By runes: a regular expression would see the halves of characters beyond U+FFFF, which are of no class.
    private static string RulesInternational(string text)
    {
        var space = new Rune(' ');
        var runes = Pairs([.. text.EnumerateRunes()], (first, second) => !Rune.IsNumber(first) && Rune.IsPunctuation(second), (first, second) => [first, space, second, space]);
        runes = Pairs(runes, (first, second) => Rune.IsPunctuation(first) && !Rune.IsNumber(second), (first, second) => [space, first, space, second]);
        return SingleSpaces(string.Concat(runes.Select(rune => Rune.IsSymbol(rune) ? $" {rune} " : rune.ToString())));
    }

    /// <summary>Replaces pairs of neighbours from the left; what was replaced takes part in no other pair.</summary>
    private static List<Rune> Pairs(IReadOnlyList<Rune> text, Func<Rune, Rune, bool> match, Func<Rune, Rune, Rune[]> replace)
    {
        var result = new List<Rune>(text.Count);
        var index = 0;
        while (index < text.Count)
        {
            if (index + 1 < text.Count && match(text[index], text[index + 1]))
            {
                result.AddRange(replace(text[index], text[index + 1]));
                index += 2;
            }
            else
            {
                result.Add(text[index++]);
            }
        }

        return result;
    }

    private static string SingleSpaces(string text) => string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    // Every ASCII symbol but the apostrophe, comma, dash and full stop.
    [GeneratedRegex(@"([{-~\[-` -&(-+:-@/])")]
    private static partial Regex AsciiSymbol();

    [GeneratedRegex("([^0-9])([.,])")]
    private static partial Regex MarkAfterNonDigit();

    [GeneratedRegex("([.,])([^0-9])")]
    private static partial Regex MarkBeforeNonDigit();

    [GeneratedRegex("([0-9])(-)")]
    private static partial Regex DashAfterDigit();
}
