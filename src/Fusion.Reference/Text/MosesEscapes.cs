using System.Text;

namespace Fusion.Reference.Text;

/// <summary>The entities that Moses writes for characters with a meaning in its own files: <c>&amp; | &lt; &gt; ' " [ ]</c>.</summary>
internal static class MosesEscapes
{
    private static readonly (char Letter, string Entity)[] Entities =
    [
        ('&', "&amp;"), ('|', "&#124;"), ('<', "&lt;"), ('>', "&gt;"), ('\'', "&apos;"), ('"', "&quot;"), ('[', "&#91;"), (']', "&#93;"),
    ];

    public static string Escape(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var letter in text)
            if (Array.FindIndex(Entities, entity => entity.Letter == letter) is var index and >= 0)
                result.Append(Entities[index].Entity);
            else
                result.Append(letter);
        return result.ToString();
    }

    /// <summary>Undoes <see cref="Escape"/>. One pass, so that an escaped <c>&amp;lt;</c> comes back as the four characters it was; what is no entity stays.</summary>
    public static string Unescape(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length;)
        {
            var rest = text.AsSpan(index);
            var found = rest[0] == '&' ? Match(rest) : -1;
            result.Append(found < 0 ? rest[0] : Entities[found].Letter);
            index += found < 0 ? 1 : Entities[found].Entity.Length;
        }

        return result.ToString();
    }

    private static int Match(ReadOnlySpan<char> text)
    {
        for (var index = 0; index < Entities.Length; index++)
            if (text.StartsWith(Entities[index].Entity, StringComparison.Ordinal))
                return index;
        return -1;
    }
}
