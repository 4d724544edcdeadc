using System.Text.RegularExpressions;

namespace Fusion.Layers.Tests.Docs;

/// <summary>The little of Markdown that the tests of the documentation read.</summary>
internal static partial class Markdown
{
    private static readonly string[] Indents = ["    ", "\t"];

    /// <summary>The text of each fenced block of a language.</summary>
    public static IReadOnlyList<string> Blocks(string page, string language) =>
        [.. FencePattern().Matches(page).Where(match => match.Groups["language"].Value == language).Select(match => Dedent(match.Groups["text"].Value))];

    /// <summary>The languages of all fenced blocks; empty where a block names none.</summary>
    public static IReadOnlyList<string> Languages(string page) => [.. FencePattern().Matches(page).Select(match => match.Groups["language"].Value)];

    /// <summary>Inline code outside fenced blocks.</summary>
    public static IReadOnlyList<string> CodeSpans(string page) => [.. SpanPattern().Matches(Prose(page)).Select(match => match.Groups[1].Value)];

    /// <summary>Targets of links outside code.</summary>
    public static IReadOnlyList<string> Links(string page) =>
        [.. LinkPattern().Matches(SpanPattern().Replace(Prose(page), "code")).Select(match => match.Groups[1].Value)];

    /// <summary>Anchors of the headings, as GitHub makes them.</summary>
    public static IReadOnlyList<string> Anchors(string page) =>
        [.. HeadingPattern().Matches(Prose(page)).Select(match => NotInAnchorPattern().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    /// <summary>Rows of the first table under a heading, without its head; cells as written.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Table(string page, string heading)
    {
        var lines = page.Split('\n').SkipWhile(line => line != $"## {heading}").Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|'));
        return [.. lines.Skip(2).Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())];
    }

    /// <summary>Regions of a source file between <c>// snippet: name</c> and <c>// end</c>, by name; a name that comes again goes on, after a blank line.</summary>
    public static IReadOnlyDictionary<string, string> Regions(string source) =>
        RegionPattern().Matches(source).GroupBy(match => match.Groups["name"].Value).ToDictionary(
            parts => parts.Key, parts => string.Join("\n\n", parts.Select(part => Dedent(part.Groups["text"].Value))));

    /// <summary>The using directives of a source file or block.</summary>
    public static IReadOnlyList<string> Usings(string source) => [.. UsingPattern().Matches(source).Select(match => match.Groups[1].Value)];

    /// <summary>Code without its common indentation, trailing blanks and blank lines around it.</summary>
    public static string Dedent(string code)
    {
        string[] lines = [.. code.ReplaceLineEndings("\n").Trim('\n').Split('\n').Select(line => line.TrimEnd())];
        while (lines.Any(line => line.Length > 0) && Indents.FirstOrDefault(indent => lines.All(line => line.Length == 0 || line.StartsWith(indent, StringComparison.Ordinal))) is { } common)
            lines = [.. lines.Select(line => line.Length == 0 ? line : line[common.Length..])];
        return string.Join('\n', lines).Trim('\n');
    }

    private static string Prose(string page) => FencePattern().Replace(page, "");

    [GeneratedRegex("""^```(?<language>\S*)[^\n]*\n(?<text>.*?)^```\s*$""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FencePattern();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex SpanPattern();

    [GeneratedRegex("""\]\(([^)\s]+)\)""")]
    private static partial Regex LinkPattern();

    [GeneratedRegex("""^#+ (.+)$""", RegexOptions.Multiline)]
    private static partial Regex HeadingPattern();

    [GeneratedRegex("""[^\p{L}\p{N} _-]""")]
    private static partial Regex NotInAnchorPattern();

    [GeneratedRegex("""^(?:global )?(using (?:static )?[\w. =]+;)""", RegexOptions.Multiline)]
    private static partial Regex UsingPattern();

    [GeneratedRegex("""^[ \t]*// snippet: (?<name>\S+)[ \t]*\n(?<text>.*?)^[ \t]*// end[ \t]*$""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex RegionPattern();
}
