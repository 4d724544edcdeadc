using System.Text;

namespace Fusion.Reference.Text;

/// <summary>
/// Splits a line into words and marks the way the tokeniser of the Moses translation system does, whose output most translation data sets publish.
/// Written from known behaviour, not from its source; abbreviations are our own lists.
/// </summary>
/// <param name="language">Apostrophes and abbreviations.</param>
/// <param name="escape">Whether characters with a meaning in Moses' files are written as entities (<see cref="MosesEscapes"/>).</param>
/// <param name="splitHyphens">Whether a hyphen between two letters or digits is a token of its own, <c>@-@</c>.</param>
internal sealed class MosesTokenizer(Language language, bool escape = true, bool splitHyphens = false)
{
    /// <summary>What a hyphen inside a word becomes where hyphens are split.</summary>
    public const string Hyphen = "@-@";

    private static readonly Rune Space = new(' ');

    // The character before the first and behind the last; control characters have left the line.
    private static readonly Rune End = new('\0');

    /// <summary>Lower-cases a line, normalises its punctuation and splits it: the steps that made the published Multi30K files.</summary>
    public string[] LowerCasedTokens(string line) => Tokens(PunctuationNormalizer.Normalize(line.ToLowerInvariant(), language));

    /// <summary>The tokens of a line; control characters vanish, any white space separates.</summary>
    public string[] Tokens(string line)
    {
        var parts = Spaced(Runes(line)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var tokens = new List<string>(parts.Length + 2);
        for (var index = 0; index < parts.Length; index++)
            if (KeepsStop(parts[index], index + 1 < parts.Length ? parts[index + 1] : ""))
                tokens.Add(parts[index]);
            else
                tokens.AddRange([parts[index][..^1], "."]);
        return escape ? [.. tokens.Select(MosesEscapes.Escape)] : [.. tokens];
    }

    // A lone surrogate stays one unit: it has no code point, and a replacement would not be what the line held.
    private static List<(Rune Letter, string Text)> Runes(string line)
    {
        var runes = new List<(Rune, string)>(line.Length);
        for (var index = 0; index < line.Length;)
        {
            Rune.DecodeFromUtf16(line.AsSpan(index), out var letter, out var length);
            if (Rune.IsWhiteSpace(letter))
                runes.Add((Space, " "));
            else if (letter.Value >= ' ')
                runes.Add((letter, line.Substring(index, length)));
            index += length;
        }

        return Trimmed(runes);
    }

    private static List<(Rune Letter, string Text)> Trimmed(List<(Rune Letter, string Text)> line)
    {
        var first = line.FindIndex(letter => letter.Letter != Space);
        return first < 0 ? [] : line[first..(line.FindLastIndex(letter => letter.Letter != Space) + 1)];
    }

    private string Spaced(List<(Rune Letter, string Text)> line)
    {
        var result = new StringBuilder(line.Count * 2);
        var taken = -2;
        for (var index = 0; index < line.Count; index++)
        {
            var before = index > 0 ? line[index - 1].Letter : End;
            var after = index + 1 < line.Count ? line[index + 1].Letter : End;
            var (letter, text) = line[index];
            if (letter.Value != '\'')
                result.Append(Spaced(letter, text, before, after));
            else if (taken == index - 1)
                result.Append(text);
            else
            {
                result.Append(SpacedApostrophe(before, after));
                // A letter between two apostrophes serves the first: rock'n'roll is "rock 'n'roll".
                if (language.Apostrophe != Apostrophe.Separate && Letters.IsAlphabetic(before) && Letters.IsAlphabetic(after))
                    taken = index + 1;
            }
        }

        return result.ToString();
    }

    private string Spaced(Rune letter, string text, Rune before, Rune after) => letter.Value switch
    {
        '.' => before.Value == '.' || after.Value == '.' ? StopOfRun(before, after) : text,
        ',' => Letters.IsNumber(before) && Letters.IsNumber(after) ? text : " , ",
        '-' => splitHyphens && Letters.IsAlphanumeric(before) && Letters.IsAlphanumeric(after) ? $" {Hyphen} " : text,
        '`' or ' ' => text,
        _ => Letters.IsAlphanumeric(letter) ? text : $" {text} ",
    };

    // Two stops and more are one token.
    private static string StopOfRun(Rune before, Rune after) => $"{(before.Value == '.' ? "" : " ")}.{(after.Value == '.' ? "" : " ")}";

    private string SpacedApostrophe(Rune before, Rune after)
    {
        if (language.Apostrophe == Apostrophe.Separate)
            return " ' ";
        // At either end of a line it stays with its word, but not behind a full stop.
        if (before == End || after == End)
            return before.Value == '.' ? " ' " : "'";
        if (!Letters.IsAlphabetic(after))
            return " ' ";
        if (Letters.IsAlphabetic(before))
            return language.Apostrophe == Apostrophe.StartsWord ? " '" : "' ";
        // English: 1990's has a genitive, 7'b is left alone.
        return language.Apostrophe == Apostrophe.StartsWord && Letters.IsNumber(before) ? after.Value == 's' ? " '" : "'" : " ' ";
    }

    /// <summary>Whether a final full stop belongs to the word: abbreviations, U.S. and the like, and any stop that a lower-case word follows.</summary>
    private bool KeepsStop(string part, string next)
    {
        if (part.Length < 2 || part[^1] != '.' || part[^2] == '.')
            return true;
        var word = part[..^1];
        return (word.Contains('.', StringComparison.Ordinal) && word.EnumerateRunes().Any(Letters.IsAlphabetic))
            || language.Abbreviations.Contains(word)
            || (next.Length > 0 && Letters.IsLower(next.EnumerateRunes().First()))
            || (next.Length > 0 && char.IsAsciiDigit(next[0]) && language.NumberAbbreviations.Contains(word));
    }
}
