using Fusion.Layers.Tests.Docs;
using Fusion.Reference.Baselines;
using Fusion.Reference.Commands;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Mosi;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Metrics;
using Fusion.Reference.Models;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Docs;

/// <summary>What README.md and docs/*.md say of the reference program, held against it.</summary>
public sealed class DocsTests
{
    private const string Program = "--project src/Fusion.Reference -- ";

    private static readonly string Root = RepositoryFolder.Root;

    public static TheoryData<string> Commands =>
        [.. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md").Append(Path.Combine(Root, "README.md"))
            .SelectMany(page => Markdown.Blocks(File.ReadAllText(page), "bash")).SelectMany(block => block.Split('\n'))
            .Where(line => line.Contains(Program, StringComparison.Ordinal)).Select(line => line[(line.IndexOf(Program, StringComparison.Ordinal) + Program.Length)..])
            .Distinct().Order(StringComparer.Ordinal)];

    [Fact]
    public void TheReadmesCommandsAreTheAgreedOnes()
    {
        var lines = Markdown.Blocks(Read("README.md"), "bash").SelectMany(block => block.Split('\n')).ToArray();
        Assert.Contains("dotnet run -c Release --project src/Fusion.Reference -- reproduce", lines);
        Assert.Contains("dotnet test", lines);
        Assert.Contains("dotnet run -c Release --project src/Fusion.Reference -- reproduce iemocap --data DIR --profile quick", lines);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void EveryCommandParses(string arguments) =>
        Assert.Empty(CommandLine.Create().Parse(arguments.Split(" < ")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)).Errors.Select(error => error.Message));

    [Fact]
    public void ThePageListsEveryModel() =>
        Assert.Equal(IemocapStudies.Table3.Variants.Select(row => row.Name), Markdown.Table(Read("docs/iemocap.md"), "Protocol").Select(row => row[0].Trim('`')));

    [Theory]
    [InlineData("Baselines")]
    [InlineData("Schedules of the game")]
    public void AStudysTableListsItsRows(string heading)
    {
        // The schedules are held against the row of Table 3 that they change.
        IEnumerable<string> expected = heading == "Baselines" ? Names(IemocapStudies.Baselines) : [IemocapModels.Gan, .. Names(IemocapStudies.Schedules)];
        Assert.Equal(expected, Markdown.Table(Read("docs/iemocap.md"), heading).Select(row => row[0].Trim('`')));
    }

    private static IEnumerable<string> Names(ModelStudy<IemocapRecipe> study) => study.Variants.Select(variant => variant.Name);

    [Fact]
    public void TheTableOfResultsHasThePapersFiguresAndARowForEveryModel()
    {
        var rows = Markdown.Table(Read("docs/iemocap.md"), "Results");
        var printed = PaperTable3.Rows.Select(row => (row.Name, FormattableString.Invariant($"{Shown(row.Precision)} / {Shown(row.Recall)} / {Shown(row.F)} / {row.Accuracy:0.0}")));
        Assert.Equal(printed, rows.Take(PaperTable3.Rows.Count).Select(row => (row[0], row[1])));
        Assert.Equal(Names(IemocapStudies.Table3).Order(StringComparer.Ordinal), rows.Select(row => row[2]).Where(cell => cell.StartsWith('`')).Select(cell => cell.Trim('`')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheTableOfCmuMosiHasEveryRowThatRunsByDefault() =>
        Assert.Equal(MosiStudies.Named(MosiStudies.Usual).Select(variant => variant.Name), Markdown.Table(Read("docs/cmu-mosi.md"), "Results").Select(row => row[0].Trim('`')));

    [Fact]
    public void ThePageTellsOfTheOtherRowsOfCmuMosi() =>
        Assert.Contains($"`--models {MosiStudies.Baselines.Name}` runs {string.Join(" and ", MosiStudies.Baselines.Variants.Select(variant => $"`{variant.Name}`"))}", Read("docs/cmu-mosi.md"), StringComparison.Ordinal);

    [Fact]
    public void ThePageTellsTheSizesOfTheMultimodalTransformerAndWhatATensorFusionTakes()
    {
        var (sizes, page) = (new MultimodalTransformerOptions(), Read("docs/iemocap.md"));
        Assert.Contains(
            FormattableString.Invariant($"Width {sizes.Width}, {sizes.Heads} heads, {sizes.CrossmodalLayers} crossmodal and {sizes.MemoryLayers} self-attention layers, kernel {sizes.Kernel}, dropout {sizes.Dropout}."), page, StringComparison.Ordinal);
        Assert.Contains($"a weight of rank {LowRankFusion.DefaultRank},", page, StringComparison.Ordinal);
        var bytes = TensorFusion.Bytes([("a", 256), ("b", 256), ("c", 256)], 256, ScalarType.Float32);
        Assert.Contains($"three modalities of 256 values to 256 need {(double)bytes / 1e9:0} GB", page, StringComparison.Ordinal);
    }

    [Fact]
    public void TheKeysOfTranslationHaveTheirDefaults()
    {
        var recipe = new TranslationRecipe();
        var page = Read("docs/translation.md");
        var rows = page[page.IndexOf("| key | default | what it does |", StringComparison.Ordinal)..].Split("\n\n")[0].Split('\n').Skip(2).Select(row => row.Split('|', StringSplitOptions.TrimEntries));
        (string Key, string Default)[] listed = [.. rows.SelectMany(row => row[1].Split(", ").Zip(row[2].Split(", "), (key, value) => (key.Trim('`'), value.Trim('`'))))];

        Assert.Equal(12, listed.Length);
        Assert.All(listed, item => Assert.Equal(item.Default, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{typeof(TranslationRecipe).GetProperty(item.Key)!.GetValue(recipe)}")));
    }

    [Fact]
    public void ThePageListsTheDataOfEveryExperimentAndPlansNone()
    {
        var page = Read("docs/datasets.md");
        var folders = Markdown.Blocks(page, "text")[0].Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line.Trim().Split('/')[0]);
        Assert.Equal(ExperimentCatalog.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("planned", page, StringComparison.Ordinal);
        Assert.DoesNotContain("not available yet", page, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePageListsTheAudioFeaturesInOrder()
    {
        // The last table of IEMOCAP's part, so not Markdown.Table, which reads the first.
        var rows = Read("docs/datasets.md").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2]));
        Assert.Equal(IemocapCorpus.AudioColumns.Select((name, column) => $"| {column} | `{name}` "), rows.Select(row => row[..(row.IndexOf('`', row.IndexOf('`') + 1) + 2)]));
    }

    [Fact]
    public void ThePageOfScoresListsEveryVariantAndSignature()
    {
        var page = Read("docs/metrics.md");
        Assert.Equal(BleuOptions.VariantNames.Keys, Markdown.Table(page, "BLEU").Select(row => row[0].Trim('`')));
        Assert.Equal(MeteorParameters.Languages.Order(StringComparer.Ordinal), Markdown.Table(page, "METEOR 1.5").Select(row => row[0].Trim('`')).Order(StringComparer.Ordinal));
        Assert.All(BleuTokenizer.All, tokenizer => Assert.Contains($"| `{tokenizer.Name}` |", page, StringComparison.Ordinal));
        Assert.All(BleuOptions.SmoothingNames.Keys, name => Assert.Contains($"| `{name}` |", page, StringComparison.Ordinal));
        string[] signatures = [new BleuOptions().Signature(1), new ChrfOptions().Signature(1), new Meteor15("fr").Signature(1), new NltkMeteor().Signature(1), Ter.Signature(1, caseSensitive: false)];
        Assert.Equal(signatures, Assert.Single(Markdown.Blocks(page, "text")).TrimEnd('\n').Split('\n'));
    }

    private static string Shown(double? value) => value is { } number ? FormattableString.Invariant($"{number:0.0}") : "-";

    private static string Read(string path) => RepositoryFolder.Read(path);
}
