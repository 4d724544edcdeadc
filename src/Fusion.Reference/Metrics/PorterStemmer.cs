namespace Fusion.Reference.Metrics;

/// <summary>
/// The stemmer for English of Porter (1980) with the departures that NLTK has by default and names "NLTK extensions",
/// because NLTK's METEOR stems text of every language with it.
/// </summary>
internal static class PorterStemmer
{
    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["sky"] = "sky", ["skies"] = "sky", ["dying"] = "die", ["lying"] = "lie", ["tying"] = "tie", ["news"] = "news",
        ["inning"] = "inning", ["innings"] = "inning", ["outing"] = "outing", ["outings"] = "outing", ["canning"] = "canning", ["cannings"] = "canning",
        ["howe"] = "howe", ["proceed"] = "proceed", ["exceed"] = "exceed", ["succeed"] = "succeed",
    };

    // The first suffix that a word has decides, so longer ones come before their own endings.
    private static readonly (string Suffix, string Replacement)[] Derivations =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"), ("alli", "al"), ("entli", "ent"),
        ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"),
        ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"), ("fulli", "ful"),
    ];

    private static readonly (string Suffix, string Replacement)[] SecondDerivations =
        [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")];

    private static readonly string[] Endings =
        ["al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize"];

    /// <summary>The stem of a lower-case word.</summary>
    public static string Stem(string word)
    {
        if (Irregular.TryGetValue(word, out var stem))
            return stem;
        if (word.Length <= 2)
            return word;
        word = Derivation(FinalY(PastOrGerund(Plural(word))));
        return FinalE(Ending(Replace(word, SecondDerivations)));
    }

    private static string Plural(string word) =>
        Ends(word, "sses") ? word[..^2]
        : Ends(word, "ies") ? word[..^(word.Length == 4 ? 1 : 2)]
        : Ends(word, "s") && !Ends(word, "ss") ? word[..^1]
        : word;

    private static string PastOrGerund(string word)
    {
        if (Ends(word, "ied"))
            return word[..^(word.Length == 4 ? 1 : 2)];
        if (Ends(word, "eed"))
            return Measure(word[..^3]) > 0 ? word[..^1] : word;
        var suffix = Ends(word, "ed") ? 2 : Ends(word, "ing") ? 3 : 0;
        return suffix > 0 && HasVowel(word[..^suffix]) ? Restored(word[..^suffix]) : word;
    }

    /// <summary>Gives a stem back what its ending took: hop(p)ing, hop(e)d, siz(e)d.</summary>
    private static string Restored(string stem)
    {
        if (Ends(stem, "at") || Ends(stem, "bl") || Ends(stem, "iz"))
            return stem + "e";
        if (stem.Length > 1 && stem[^1] == stem[^2] && IsConsonant(stem, stem.Length - 1))
            return stem[^1] is 'l' or 's' or 'z' ? stem : stem[..^1];
        return Measure(stem) == 1 && EndsShort(stem) ? stem + "e" : stem;
    }

    private static string FinalY(string word) =>
        word.Length > 2 && word[^1] == 'y' && IsConsonant(word, word.Length - 2) ? word[..^1] + "i" : word;

    private static string Derivation(string word)
    {
        if (Ends(word, "alli") && Measure(word[..^4]) > 0)
            return Derivation(word[..^2]);
        return Ends(word, "logi") && Measure(word[..^3]) > 0 ? word[..^1] : Replace(word, Derivations);
    }

    private static string Replace(string word, (string Suffix, string Replacement)[] rules)
    {
        foreach (var (suffix, replacement) in rules)
            if (Ends(word, suffix))
                return word[..^suffix.Length] is var stem && Measure(stem) > 0 ? stem + replacement : word;
        return word;
    }

    private static string Ending(string word)
    {
        foreach (var suffix in Endings)
        {
            if (!Ends(word, suffix))
                continue;
            var stem = word[..^suffix.Length];
            var allowed = suffix != "ion" || Ends(stem, "s") || Ends(stem, "t");
            return allowed && Measure(stem) > 1 ? stem : word;
        }

        return word;
    }

    private static string FinalE(string word)
    {
        if (Ends(word, "e") && word[..^1] is var stem && (Measure(stem) > 1 || (Measure(stem) == 1 && !EndsShort(stem))))
            word = stem;
        return Ends(word, "ll") && Measure(word[..^1]) > 1 ? word[..^1] : word;
    }

    private static bool Ends(string word, string suffix) => word.EndsWith(suffix, StringComparison.Ordinal);

    private static bool IsConsonant(string word, int index) => word[index] switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => false,
        'y' => index == 0 || !IsConsonant(word, index - 1),
        _ => true,
    };

    private static bool HasVowel(string word) => Enumerable.Range(0, word.Length).Any(index => !IsConsonant(word, index));

    /// <summary>How often a consonant follows a vowel.</summary>
    private static int Measure(string word) =>
        Enumerable.Range(1, Math.Max(0, word.Length - 1)).Count(index => IsConsonant(word, index) && !IsConsonant(word, index - 1));

    /// <summary>Whether a word ends in consonant, vowel and a consonant other than w, x and y; or is a vowel and a consonant.</summary>
    private static bool EndsShort(string word)
    {
        var last = word.Length - 1;
        if (last == 1)
            return !IsConsonant(word, 0) && IsConsonant(word, 1);
        return last > 1 && IsConsonant(word, last - 2) && !IsConsonant(word, last - 1) && IsConsonant(word, last) && word[last] is not ('w' or 'x' or 'y');
    }
}
