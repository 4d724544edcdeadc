using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Docs;

/// <summary>What README.md and docs/*.md say, held against the package and against the snippets that ran.</summary>
public sealed class DocsTests
{
    private const string Snippets = "tests/Fusion.Layers.Tests/Docs/Snippets";
    private const string MainSnippets = $"{Snippets}/Snippets.cs";
    private const string Repository = "https://github.com/fusion-layers/fusion-layers";

    private static readonly string Root = FindRoot();
    private static readonly string[] Fences = ["bash", "csharp", "python", "text", "xml"];
    private static readonly Modality[] Modalities = [("text", 6), ("audio", 4)];

    public static TheoryData<string> Pages =>
        [.. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md").Select(page => $"docs/{Path.GetFileName(page)}").Order(StringComparer.Ordinal).Prepend("README.md")];

    public static TheoryData<string> SnippetFiles =>
        [.. Directory.GetFiles(Path.Combine(Root, Snippets), "*.cs").Select(file => $"{Snippets}/{Path.GetFileName(file)}").Order(StringComparer.Ordinal)];

    public static TheoryData<string, Type> OptionPages => new() { { "docs/autofusion.md", typeof(AutoFusionOptions) }, { "docs/ganfusion.md", typeof(GANFusionOptions) } };

    [Fact]
    public void EveryPageIsFound() => Assert.True(Pages.Count > 10);

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryBlockOfCSharpIsASnippetThatRan(string page)
    {
        var snippets = SnippetFiles.SelectMany(file => Markdown.Regions(Read(file.Data)).Values).ToHashSet();
        Assert.All(Markdown.Blocks(Read(page), "csharp"), block => Assert.Contains(block, snippets));
    }

    [Fact]
    public void EverySnippetIsOnAPage()
    {
        var blocks = Pages.SelectMany(page => Markdown.Blocks(Read(page.Data), "csharp")).ToHashSet();
        Assert.All(SnippetFiles.SelectMany(file => Markdown.Regions(Read(file.Data))), snippet => Assert.True(blocks.Contains(snippet.Value), $"no page shows the snippet {snippet.Key}"));
    }

    /// <summary>A reader has the usings that README.md and docs/index.md give, and those of the block; so does the file in which it was compiled.</summary>
    [Theory]
    [MemberData(nameof(SnippetFiles))]
    public void EveryBlockCompilesWithTheUsingsThatAReaderSees(string file)
    {
        var source = Read(file);
        var promised = Markdown.Usings(Markdown.Regions(Read(MainSnippets))["usings"]);
        var added = Markdown.Usings(source).Except(promised).Where(directive => directive != "using Xunit;").ToArray();
        foreach (var (name, block) in Markdown.Regions(source).Where(region => region.Key != "usings"))
            Assert.True(added.Except(Markdown.Usings(block)).Any() is false, $"{name} was compiled with {string.Join(' ', added)}, which its page does not show");
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/index.md")]
    public void TheUsingsOfAllExamplesAreGiven(string page) =>
        Assert.Contains(Markdown.Regions(Read(MainSnippets))["usings"], Markdown.Blocks(Read(page), "csharp"));

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryFenceNamesALanguageThatSaysWhetherItRan(string page) =>
        Assert.All(Markdown.Languages(Read(page)), language => Assert.Contains(language, Fences));

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryLinkIntoTheRepositoryResolves(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Root, page))!;
        foreach (var link in Markdown.Links(Read(page)))
        {
            var target = link.StartsWith($"{Repository}/blob/main/", StringComparison.Ordinal) ? Path.Combine(Root, link[$"{Repository}/blob/main/".Length..])
                : link.StartsWith('#') ? Path.Combine(Root, page) + link
                : link.Contains("://", StringComparison.Ordinal) ? null
                : Path.Combine(folder, link);
            if (target is null)
                continue;

            string[] parts = target.Split('#');
            Assert.True(File.Exists(parts[0]), $"{page} links to {link}, which is not there");
            if (parts.Length > 1)
                Assert.True(Markdown.Anchors(File.ReadAllText(parts[0])).Contains(parts[1]), $"{page} links to {link}, whose heading is not there");
        }
    }

    [Fact]
    public void TheReadmeIsReadOnNuGetWhereRelativeLinksLeadNowhere() =>
        Assert.All(Markdown.Links(Read("README.md")), link => Assert.True(link.StartsWith("https://", StringComparison.Ordinal) || link.StartsWith('#'), link));

    [Theory]
    [MemberData(nameof(OptionPages))]
    public void EveryOptionStandsInItsTableWithItsDefault(string page, Type options)
    {
        var defaults = options.GetProperty("Default", BindingFlags.Public | BindingFlags.Static)!.GetValue(null);
        var expected = Properties(options).ToDictionary(property => $"`{property.Name}`", property => $"`{Shown(property.GetValue(defaults))}`");
        var table = Markdown.Table(Read(page), "Options").ToDictionary(row => row[0], row => row[1]);
        Assert.Equal(expected.OrderBy(pair => pair.Key), table.OrderBy(pair => pair.Key));
    }

    [Theory]
    [MemberData(nameof(OptionPages))]
    public void EveryValueOfAnOptionStandsBesideIt(string page, Type options)
    {
        var rows = Markdown.Table(Read(page), "Options").ToDictionary(row => row[0].Trim('`'), row => Markdown.CodeSpans(row[2]));
        foreach (var property in Properties(options).Where(property => property.PropertyType.IsEnum))
            Assert.All(Enum.GetNames(property.PropertyType), value => Assert.Contains(value, rows[property.Name]));
    }

    [Fact]
    public void TheTableOfObjectivesIsComplete() =>
        Assert.Equal(Enum.GetNames<Objective>(), Markdown.Table(Read("docs/ganfusion.md"), "Objectives").Select(row => row[0].Trim('`')));

    [Fact]
    public void TermsOfAutoFusionAreThoseOfItsPage() => AssertSame("docs/autofusion.md", "Terms", TermsOf(new AutoFusion(Modalities, 5)));

    [Fact]
    public void TermsOfGANFusionAreThoseOfItsPage() => AssertSame("docs/ganfusion.md", "Terms", TermsOf(new GANFusion(Modalities, 5)));

    [Fact]
    public void KeysOfAutoFusionAreThoseOfItsPage() =>
        AssertSame("docs/autofusion.md", "State-dict keys", KeysOf(new AutoFusion(Modalities, 5, new AutoFusionOptions { AbsentFill = AbsentFill.Learned })));

    [Fact]
    public void KeysOfGANFusionAreThoseOfItsPage() =>
        AssertSame("docs/ganfusion.md", "State-dict keys", KeysOf(new GANFusion(Modalities, 5, new GANFusionOptions { AbsentFill = AbsentFill.Learned, SpectralNorm = true })));

    [Fact]
    public void KeysOfMultiTaskLossAreThoseOfItsPage() =>
        AssertSame("docs/multitaskloss.md", "State-dict keys", [.. KeysOf(MultiTaskLoss.Uncertainty("a")), .. KeysOf(MultiTaskLoss.DynamicWeightAverage(2, "a")), .. KeysOf(MultiTaskLoss.Fixed(("a", 1)))]);

    [Fact]
    public void MessagesOfErrorsAreThoseOfThePage()
    {
        using var scope = NewDisposeScope();
        var fuse = new AutoFusion([("text", 16), ("audio", 4)], 8);
        var gan = new GANFusion([("text", 16), ("audio", 4)], 8);
        var sequence = (Text: randn(2, 5, 16), Audio: randn(2, 5, 4));
        var disposed = randn(2, 4);
        disposed.Dispose();
        Action[] faults =
        [
            () => fuse.call([randn(2, 16)]),
            () => fuse.call(new Dictionary<string, Tensor> { ["video"] = randn(2, 4) }),
            () => fuse.call(randn(2, 16), randn(2, 5)),
            () => fuse.call(randn(3, 16), randn(2, 4)),
            () => fuse.call(randn(2, 16), randn(2, 4, ScalarType.Float64)),
            () => fuse.call(randn(2, 16), disposed),
            () => fuse.call(new FusionInput([sequence.Text, sequence.Audio], zeros(2, 4, ScalarType.Bool))),
            () => fuse.call(new FusionInput([randn(2, 16), randn(2, 4)], present: tensor(new[,] { { true, true }, { false, false } }))),
            () => fuse.call(new FusionInput([randn(2, 16), null], present: tensor(new[,] { { true, true }, { false, true } }))),
            () => gan.call(randn(1, 16), randn(1, 4)),
        ];
        var shown = Markdown.Table(Read("docs/inputs.md"), "Errors").Select(row => row[1].Trim('`'));
        Assert.Equal(faults.Select(fault => Assert.Throws<ArgumentException>(fault).Message.Split(" (Parameter")[0]), shown);
    }

    [Fact]
    public void ParameterCountsOfTheReadmeAreTheLayers()
    {
        Modality[] modalities = [("text", 256), ("audio", 50)];
        using var auto = new AutoFusion(modalities, 100, device: META);
        using var gan = new GANFusion(modalities, 100, device: META);
        string[] training = ["discriminator", "complement", "fuse_out"];
        long Count(FusionModule module, bool evaluation) =>
            module.named_parameters().Where(pair => !evaluation || !pair.name.Split('.').Intersect(training).Any()).Sum(pair => pair.parameter.numel());
        string[] Row(string name, bool evaluation) =>
            [name, .. new FusionModule[] { auto, gan }.Select(module => Count(module, evaluation).ToString("N0", CultureInfo.InvariantCulture))];

        var table = Markdown.Table(Read("README.md"), "Which layer when");
        Assert.Equal(Row("parameters, 256 and 50 to 100", evaluation: false), table[0]);
        Assert.Equal(Row("of these used in evaluation", evaluation: true), table[1]);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryMemberNamedInCodeExists(string page)
    {
        var types = typeof(FusionModule).Assembly.GetExportedTypes().DistinctBy(type => type.Name).ToDictionary(type => type.Name);
        foreach (var span in Markdown.CodeSpans(Read(page)))
        {
            var match = Regex.Match(span, @"^([A-Z]\w*)\.(\w+)");
            if (match.Success && types.TryGetValue(match.Groups[1].Value, out var type))
                Assert.True(type.GetMember(match.Groups[2].Value).Length > 0, $"{page} names {span}, which is not there");
        }
    }

    [Fact]
    public void CitationAndChangelogKnowThisVersion()
    {
        var version = typeof(FusionModule).Assembly.GetName().Version!.ToString(3);
        Assert.Contains($"\nversion: {version}\n", Read("CITATION.cff"), StringComparison.Ordinal);
        Assert.Contains($"\n## [{version}]", Read("CHANGELOG.md"), StringComparison.Ordinal);
        Assert.Contains($"version   = {{{version}}}", Read("README.md"), StringComparison.Ordinal);
    }

    private static IEnumerable<PropertyInfo> Properties(Type options) => options.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static string Shown(object? value) =>
        value switch
        {
            null => "null",
            bool flag => flag ? "true" : "false",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };

    private static IReadOnlyList<string> TermsOf(FusionModule module)
    {
        using var scope = NewDisposeScope();
        var output = module.call([.. module.Modalities.Select(modality => randn(3, modality.Features))]);
        return [.. output.Terms.Keys];
    }

    private static IReadOnlyList<string> KeysOf(nn.Module module) => [.. module.state_dict().Keys];

    /// <summary>The first column of a table, <c>{a,b}</c> and <c>&lt;m&gt;</c> written out, names exactly what there is.</summary>
    private static void AssertSame(string page, string heading, IEnumerable<string> actual)
    {
        var named = Markdown.Table(Read(page), heading).Select(row => row[0].Trim('`')).SelectMany(Expand);
        Assert.Equal(actual.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Expand(string pattern)
    {
        if (pattern.Contains("<m>", StringComparison.Ordinal))
            return Modalities.SelectMany(modality => Expand(pattern.Replace("<m>", modality.Name, StringComparison.Ordinal)));

        var choice = Regex.Match(pattern, @"\{([^}]*)\}");
        return choice.Success
            ? choice.Groups[1].Value.Split(',').SelectMany(value => Expand(pattern[..choice.Index] + value + pattern[(choice.Index + choice.Length)..]))
            : [pattern];
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Fusion.Layers.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No Fusion.Layers.sln above {AppContext.BaseDirectory}.");
    }
}
