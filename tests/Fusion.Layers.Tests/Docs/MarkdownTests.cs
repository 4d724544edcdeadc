using Xunit;

namespace Fusion.Layers.Tests.Docs;

/// <summary>The reader that the tests of the documentation rely on: each of its answers can be wrong in a way that would hide an error.</summary>
public sealed class MarkdownTests
{
    private const string Page =
        "# A `b` page: of tests\n\nSee [one](one.md#x) and `[no](link.md)`.\n\n```csharp\nvar a = 1;\n  // [no](code.md)\n```\n\n```text\n`no span`\n```\n\n"
        + "## Options\n\n| a | b |\n|---|---|\n| `x` | 1 |\n| `y` | 2 |\n\n| other | table |\n|---|---|\n| z | 3 |\n\n## Next\n\n| c |\n|---|\n| w |\n";

    [Fact]
    public void BlocksAreThoseOfOneLanguage() => Assert.Equal(["var a = 1;\n  // [no](code.md)"], Markdown.Blocks(Page, "csharp"));

    [Fact]
    public void LanguagesAreThoseOfEveryBlock() => Assert.Equal(["csharp", "text"], Markdown.Languages(Page));

    [Fact]
    public void ABlockWithoutALanguageIsSeen() => Assert.Equal([""], Markdown.Languages("```\nx\n```\n"));

    [Fact]
    public void LinksInCodeAreNone() => Assert.Equal(["one.md#x"], Markdown.Links(Page));

    [Fact]
    public void SpansInBlocksAreNone() => Assert.Equal(["b", "[no](link.md)", "x", "y"], Markdown.CodeSpans(Page));

    [Fact]
    public void AnchorsAreGitHubs() => Assert.Equal(["a-b-page-of-tests", "options", "next"], Markdown.Anchors(Page));

    [Fact]
    public void ATableEndsWithItsRows() =>
        Assert.Equal([["`x`", "1"], ["`y`", "2"]], Markdown.Table(Page, "Options"));

    [Fact]
    public void RegionsLoseTheirCommonIndentationAlone()
    {
        var regions = Markdown.Regions("x\n    // snippet: one\n    if (a)\n        b();\n\n    c();\n    // end\n// snippet: two\nd();\n// end\n");
        Assert.Equal("if (a)\n    b();\n\nc();", regions["one"]);
        Assert.Equal("d();", regions["two"]);
    }

    [Fact]
    public void ARegionMayGoOnFurtherDown()
    {
        var regions = Markdown.Regions("// snippet: one\nusing A;\n// end\nx\n    // snippet: one\n    a();\n    // end\n");
        Assert.Equal("using A;\n\na();", regions["one"]);
    }

    [Fact]
    public void UsingsAreDirectivesAndNotStatements() =>
        Assert.Equal(
            ["using A.B;", "using static A.C;", "using D = A.D;", "using E;"],
            Markdown.Usings("using A.B;\nusing static A.C;      // why\nusing D = A.D;\nglobal using E;\nusing var scope = F();\nusing (G())\n    using H;\n"));

    [Theory]
    [InlineData("a();\n    b();", "a();\nb();")]
    [InlineData("a();", "a(); // changed")]
    [InlineData("a();\n\nb();", "a();\nb();")]
    public void DifferentCodeStaysDifferent(string first, string second) => Assert.NotEqual(Markdown.Dedent(first), Markdown.Dedent(second));
}
