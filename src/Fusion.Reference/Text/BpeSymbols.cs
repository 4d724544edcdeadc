using System.Text;

namespace Fusion.Reference.Text;

/// <summary>The symbols a word starts from before byte-pair encoding merges any.</summary>
internal static class BpeSymbols
{
    /// <summary>One symbol for each character (code point), the last with <see cref="BpeMerges.EndOfWord"/>.</summary>
    /// <exception cref="ArgumentException">The word is empty.</exception>
    public static List<string> Of(string word)
    {
        ArgumentException.ThrowIfNullOrEmpty(word);
        var symbols = new List<string>(word.Length);
        for (var index = 0; index < word.Length;)
        {
            Rune.DecodeFromUtf16(word.AsSpan(index), out _, out var length);
            symbols.Add(word.Substring(index, length));
            index += length;
        }

        symbols[^1] += BpeMerges.EndOfWord;
        return symbols;
    }
}
