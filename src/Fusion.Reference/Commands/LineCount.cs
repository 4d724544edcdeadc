using Fusion.Reference.Data;

namespace Fusion.Reference.Commands;

/// <summary>Files whose lines belong together.</summary>
internal static class LineCount
{
    /// <summary>Checks that a file has as many lines as another; the message names the first line without a partner.</summary>
    public static void RequireSame(string file, int lines, string other, int otherLines)
    {
        if (lines != otherLines)
            throw new DataFormatException(file, Math.Min(lines, otherLines) + 1, $"expected {otherLines} lines, as in {other}, found {lines}");
    }
}
