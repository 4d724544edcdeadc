using System.Globalization;
using System.Text;

namespace Fusion.Reference.Text;

/// <summary>The classes of characters that tokenisation asks for. A lone surrogate belongs to none of them.</summary>
internal static class Letters
{
    /// <summary>Letters, letter-like numbers such as Ⅷ, and marks that combine with them.</summary>
    public static bool IsAlphabetic(Rune letter) => Rune.GetUnicodeCategory(letter) is <= UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Decimal digits of any script, and letter-like numbers.</summary>
    public static bool IsNumber(Rune letter) => Rune.GetUnicodeCategory(letter) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber;

    public static bool IsAlphanumeric(Rune letter) => IsAlphabetic(letter) || IsNumber(letter);

    /// <summary>Lower-case letters, the ordinal signs ª and º among them.</summary>
    public static bool IsLower(Rune letter) => Rune.GetUnicodeCategory(letter) is UnicodeCategory.LowercaseLetter || letter.Value is 'ª' or 'º';

    /// <summary>Orders by code point, as Python and UTF-8 do; .NET's ordinal order puts characters beyond U+FFFF before U+E000.</summary>
    public static int CompareCodePoints(string left, string right)
    {
        var shared = left.AsSpan().CommonPrefixLength(right);
        if (shared == left.Length || shared == right.Length)
            return left.Length.CompareTo(right.Length);
        return Place(left[shared]).CompareTo(Place(right[shared]));

        // Surrogates go behind every other character.
        static int Place(char unit) => unit < 0xD800 ? unit : unit >= 0xE000 ? unit - 0x800 : unit + 0x2000;
    }
}
