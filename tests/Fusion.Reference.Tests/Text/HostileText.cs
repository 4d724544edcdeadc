using FsCheck;
using FsCheck.Fluent;

namespace Fusion.Reference.Tests.Text;

/// <summary>Lines of what tokenisers trip over: marks, entities, every kind of space, control characters, lone surrogates, characters beyond U+FFFF.</summary>
public sealed record HostileText(string Line)
{
    private static readonly string[] Parts =
    [
        "a", "b", "s", "É", "ç", "ß", "I", "Mr", "etc", "no", "1", "23", "½", "Ⅷ", "٣", ".", ".", "..", ",", "'", "’", "`", "\"", "«", "»", "„", "-", "–", "—", "…", "(", ")", "[", "]", "|", "&", "<", ">",
        "&amp;", "&#91;", "&apos", "%", ":", ";", "?", "!", "º", "$", "@-@", "@@", " ", " ", "\t", "\u00a0", "\u2009", "\u2028", "\u0085", "\0", "\u001b", "\u007f", "\u200b", "\ufeff", "e\u0301", "\ud83d", "\udc4d", "\ud83d\ude00", "\ue000", "日",
    ];

    public override string ToString() => string.Join(' ', Line.Select(unit => ((int)unit).ToString("x4")));

    public static class Lines
    {
        public static Arbitrary<HostileText> Any() => Gen.Elements(Parts).ArrayOf().Select(parts => new HostileText(string.Concat(parts))).ToArbitrary();
    }
}
