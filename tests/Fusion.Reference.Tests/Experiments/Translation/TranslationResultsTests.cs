using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Training;
using Xunit;

namespace Fusion.Reference.Tests.Experiments.Translation;

/// <summary>Run folders written by hand.</summary>
public class TranslationResultsTests
{
    private static readonly string[] References = ["a b c d e", "f g h i j", "k l m n o", "p q r s t"];

    // Each line without its last word.
    private static readonly string[] Shorter = [.. References.Select(line => line[..^2])];

    [Fact]
    public void Of_Mboshi_lines_are_drawn_whoever_speaks_them()
    {
        using var folder = new TemporaryFolder();
        Write(folder, MboshiDataset.Dataset, "mboshi.autofusion.s-t", References, "a a a a");
        Write(folder, MboshiDataset.Dataset, "mboshi.concat-matched.s-t", Shorter, "a a a a");

        var comparison = TranslationResults.Read(folder.Root, MboshiDataset.Dataset).Compare("mboshi.autofusion.s-t", "mboshi.concat-matched.s-t")!.Value;

        Assert.InRange(comparison.Difference, 0.01, 1);
        Assert.Equal("lines", MboshiDataset.Dataset.Drawn);
    }

    [Theory]
    [InlineData("a a b b", true)]
    [InlineData("a a a a", false)]
    public void Of_How2_videos_are_drawn_where_there_are_two(string videos, bool compared)
    {
        using var folder = new TemporaryFolder();
        Write(folder, How2Dataset.Dataset, "how2.autofusion.s-t", References, videos);
        Write(folder, How2Dataset.Dataset, "how2.concat-matched.s-t", Shorter, videos);

        Assert.Equal(compared, TranslationResults.Read(folder.Root, How2Dataset.Dataset).Compare("how2.autofusion.s-t", "how2.concat-matched.s-t") is not null);
        Assert.Equal("videos", How2Dataset.Dataset.Drawn);
    }

    [Fact]
    public void Rows_that_were_tested_on_other_lines_are_not_compared()
    {
        using var folder = new TemporaryFolder();
        Write(folder, MboshiDataset.Dataset, "own.autofusion.s-t", References, "a a b b");
        Write(folder, MboshiDataset.Dataset, "own.concat-matched.s-t", Shorter[..3], "a a b");

        Assert.Null(TranslationResults.Read(folder.Root, MboshiDataset.Dataset).Compare("own.autofusion.s-t", "own.concat-matched.s-t"));
    }

    private static void Write(TemporaryFolder folder, TranslationDataset dataset, string row, string[] translations, string groups)
    {
        var run = RunFolder.In(folder.Root, dataset.Name, row, 1);
        run.Open(new JsonObject(), resume: false);
        File.WriteAllText(run.ScoresFile, JsonSerializer.Serialize(new RunScores(row, 1, false, 1, 1, 1, new Dictionary<string, int>(), new Dictionary<string, double>(), new Dictionary<string, double>()), RunJson.Indented));
        File.WriteAllText(run.EnvironmentFile, JsonSerializer.Serialize(new RunEnvironment("", "quick", "cpu", 1, 1, 1, "", "", ""), RunJson.Indented));
        TranslationFile.Write(run.PredictionsFile, translations.Zip(groups.Split(' ')).Select((line, number) => new TranslationFile.Row("test", $"u{number}", line.Second, line.First, References[number])));
    }
}
