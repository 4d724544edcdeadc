using System.Text.Json.Nodes;
using Fusion.Reference.Data.Synthetic;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Mosi;
using Fusion.Reference.Tests.Commands;
using Fusion.Reference.Training;
using Xunit;

namespace Fusion.Reference.Tests.Experiments.Mosi;

/// <summary>The whole way from the command line to the report, on generated data.</summary>
public class MosiExperimentTests
{
    [Fact]
    public void Runs_every_row_and_reports_it_then_resumes_to_the_same_scores()
    {
        using var folder = new TemporaryFolder();
        SyntheticMosi.Write(Path.Combine(folder["data"], "mosi"), new SyntheticMosiOptions { TrainVideos = 12, ValidationVideos = 4, TestVideos = 6, UtterancesPerVideo = 10 });

        var first = CommandRun.Of(Line(folder));

        Assert.Equal("", first.Error);
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("CMU-MOSI, test videos, SYNTHETIC DATA", first.Output, StringComparison.Ordinal);
        Assert.All(MosiStudies.Variants, variant => AssertWhole(folder["out"], variant.Name));
        var report = File.ReadAllText(Path.Combine(folder["out"], "report", "report.md"));
        Assert.All(MosiStudies.Variants, variant => Assert.Contains(variant.Name, report, StringComparison.Ordinal));
        Assert.Contains("The paper has no such table", report, StringComparison.Ordinal);
        Assert.Contains("Every model has the same budget; the epoch is chosen by macro-F1 on the validation videos", report, StringComparison.Ordinal);
        Assert.Contains("SYNTHETIC", report, StringComparison.Ordinal);
        // True of the real features alone.
        Assert.DoesNotContain("far stronger", report, StringComparison.Ordinal);
        Assert.Contains("mosi-missing-any", report, StringComparison.Ordinal);

        var run = Path.Combine(folder["out"], "mosi", "ganfusion.dropout", "seed-1");
        var scores = File.ReadAllText(Path.Combine(run, "scores.json"));
        Directory.Delete(run, recursive: true);
        Assert.Equal(0, CommandRun.Of([.. Line(folder), "--resume"]).ExitCode);
        Assert.Equal(scores, File.ReadAllText(Path.Combine(run, "scores.json")));
    }

    [Fact]
    public void Rows_that_were_trained_with_other_settings_are_said_to_be()
    {
        using var folder = new TemporaryFolder();
        string Report() => File.ReadAllText(Path.Combine(folder["out"], "report", "report.md"));
        string[] line = ["reproduce", "mosi", "--out", folder["out"], "--set", "MissingDraws=1"];

        Assert.Equal(0, CommandRun.Of([.. line, "--models", "audio", "--set", "Epochs=1", "--set", "Selection=Accuracy"]).ExitCode);
        Assert.Contains("Every model has the same budget; the epoch is chosen by accuracy on the validation videos", Report(), StringComparison.Ordinal);
        Assert.Equal(0, CommandRun.Of([.. line, "--models", "video", "--set", "Epochs=2", "--set", "Selection=Accuracy"]).ExitCode);

        Assert.DoesNotContain("same budget", Report(), StringComparison.Ordinal);
        Assert.Contains("1 for audio; 2 for video", Report(), StringComparison.Ordinal);
    }

    [Fact]
    public void Learns_the_generated_signal_and_its_curve_starts_at_the_test_score()
    {
        using var folder = new TemporaryFolder();

        var run = CommandRun.Of("reproduce", "mosi", "--out", folder["out"], "--models", "text,concat,autofusion", "--jobs", "1");

        Assert.Equal("", run.Error);
        var scores = MosiResults.Read(folder["out"]).All.ToDictionary(each => each.Scores.Model, each => each.Scores);
        Assert.All(scores.Values, each => Assert.InRange(each.Test[RunScores.Accuracy], 0.65, 1));
        Assert.Empty(scores["text"].Missing);
        foreach (var model in new[] { "concat", "autofusion" })
        {
            Assert.Equal(MissingCurve.Removals.Count * MissingCurve.Rates.Count, scores[model].Missing.Count);
            Assert.All(scores[model].Missing.Where(point => point.Rate == 0), point => Assert.Equal(scores[model].Test[RunScores.Accuracy], point.Accuracy));
            // One of three modalities left against all of them.
            Assert.True(scores[model].Missing.Single(point => point is { Removed: null, Rate: 1 }).Accuracy < scores[model].Test[RunScores.Accuracy]);
        }
    }

    private static string[] Line(TemporaryFolder folder) =>
        ["reproduce", "mosi", "--data", folder["data"], "--out", folder["out"], "--models", "all", "--seeds", "1", "--set", "Epochs=2", "--set", "Width=6", "--set", "Latent=6", "--set", "DiscriminatorHidden=8", "--set", "MissingDraws=1"];

    private static void AssertWhole(string output, string row)
    {
        var run = Path.Combine(output, "mosi", row, "seed-1");
        Assert.Equal(
            ["checkpoint.safetensors", "environment.json", "history.jsonl", "predictions.tsv", "recipe.json", "scores.json"],
            Directory.EnumerateFiles(run).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var scores = RunJson.Read<MosiScores>(Path.Combine(run, "scores.json"));
        Assert.True(scores.Synthetic);
        Assert.Equal(scores.Rows["test"], PredictionFile.Read(Path.Combine(run, "predictions.tsv"), MosiExperiment.Group).Count);
        Assert.Equal(row.EndsWith(".dropout", StringComparison.Ordinal) ? 0.3 : 0, JsonNode.Parse(File.ReadAllText(Path.Combine(run, "recipe.json")))!["modalityDropout"]!.GetValue<double>());
    }
}
