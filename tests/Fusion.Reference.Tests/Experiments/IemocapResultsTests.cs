using Fusion.Reference.Experiments;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

/// <summary>Run folders written by hand, with scores that can be added up by hand.</summary>
public class IemocapResultsTests
{
    [Fact]
    public void A_score_is_the_mean_over_sessions_and_its_spread_that_over_seeds()
    {
        using var folder = new TemporaryFolder();
        WrittenRun.Write(folder.Root, IemocapModels.Auto, seed: 1, session: 1, accuracy: 0.5, "aa");
        WrittenRun.Write(folder.Root, IemocapModels.Auto, seed: 1, session: 2, accuracy: 0.7, "aa");
        WrittenRun.Write(folder.Root, IemocapModels.Auto, seed: 2, session: 1, accuracy: 0.8, "aa");
        WrittenRun.Write(folder.Root, IemocapModels.Auto, seed: 2, session: 2, accuracy: 0.6, "aa");

        var score = IemocapResults.Read(folder.Root).Test(IemocapModels.Auto, RunScores.Accuracy);

        Assert.Equal(0.65, score.Mean, 1e-12);
        Assert.Equal(2, score.Count);
        Assert.Equal(Math.Sqrt(2) * 0.05, score.Deviation, 1e-12);
    }

    [Fact]
    public void A_seed_that_lacks_a_session_does_not_count()
    {
        using var folder = new TemporaryFolder();
        WrittenRun.Write(folder.Root, IemocapModels.Auto, seed: 1, session: 1, accuracy: 0.5, "aa");
        WrittenRun.Write(folder.Root, IemocapModels.Auto, seed: 1, session: 2, accuracy: 0.7, "aa");
        WrittenRun.Write(folder.Root, IemocapModels.Auto, seed: 2, session: 1, accuracy: 0.1, "aa");

        var score = IemocapResults.Read(folder.Root).Test(IemocapModels.Auto, RunScores.Accuracy);

        Assert.Equal((0.6, 1), (Math.Round(score.Mean, 12), score.Count));
    }

    [Fact]
    public void Where_no_seed_has_every_session_the_one_with_most_counts()
    {
        using var folder = new TemporaryFolder();
        WrittenRun.Write(folder.Root, IemocapModels.Auto, seed: 1, session: 1, accuracy: 0.5, "aa");
        WrittenRun.Write(folder.Root, IemocapModels.Auto, seed: 2, session: 2, accuracy: 0.7, "aa");
        WrittenRun.Write(folder.Root, IemocapModels.Auto, seed: 2, session: 3, accuracy: 0.8, "aa");

        var results = IemocapResults.Read(folder.Root);

        Assert.Equal([2, 3], results.Folds(IemocapModels.Auto));
        Assert.Equal((0.75, 1), (Math.Round(results.Test(IemocapModels.Auto, RunScores.Accuracy).Mean, 12), results.Runs(IemocapModels.Auto).Count / 2));
    }

    [Fact]
    public void A_session_that_a_model_lacks_is_a_dash()
    {
        using var folder = new TemporaryFolder();
        WrittenRun.Write(folder.Root, IemocapModels.Auto, seed: 1, session: 1, accuracy: 0.5, "aa");
        WrittenRun.Write(folder.Root, IemocapModels.Auto, seed: 1, session: 2, accuracy: 0.7, "aa");
        WrittenRun.Write(folder.Root, IemocapModels.Concat, seed: 1, session: 1, accuracy: 0.4, "aa");
        var results = IemocapResults.Read(folder.Root);

        var rows = IemocapTable3.BySession(results).Rows;

        Assert.Equal([IemocapModels.Concat, "40.0", "–", "40.0"], rows[0].Cells.Select(cell => cell.Text));
        Assert.Equal([IemocapModels.Auto, "50.0", "70.0", "60.0"], rows[1].Cells.Select(cell => cell.Text));
        Assert.Equal("as the mean over up to 2 held-out sessions", IemocapTable3.TestPart(results, results.Models));
        Assert.Equal("as the mean over 2 held-out sessions", IemocapTable3.TestPart(results, [IemocapModels.Auto]));
    }

    [Fact]
    public void A_comparison_pools_sessions_and_averages_seeds()
    {
        using var folder = new TemporaryFolder();
        // Four utterances, angry happy angry happy, in two dialogues, in each of two sessions; a and b are the predictions.
        foreach (var session in new[] { 1, 2 })
        {
            WrittenRun.Write(folder.Root, IemocapModels.Auto, seed: 1, session, 0, "abab");
            WrittenRun.Write(folder.Root, IemocapModels.Auto, seed: 2, session, 0, session == 1 ? "abaa" : "abab");
            WrittenRun.Write(folder.Root, IemocapModels.ConcatMatched, seed: 1, session, 0, "aaaa");
            WrittenRun.Write(folder.Root, IemocapModels.ConcatMatched, seed: 2, session, 0, "abab");
        }

        var accuracy = IemocapResults.Read(folder.Root).Compare(IemocapModels.Auto, IemocapModels.ConcatMatched, scores => scores.Accuracy)!.Value;
        var f1 = IemocapResults.Read(folder.Root).Compare(IemocapModels.Auto, IemocapModels.ConcatMatched, scores => scores.Macro.F1)!.Value;

        // Seed 1: 8 of 8 against 4 of 8; seed 2: 7 of 8 against 8 of 8.
        Assert.Equal((0.5 - 0.125) / 2, accuracy.Difference, 1e-12);
        // Macro-F1 of each seed by itself, not that of the pooled cells; two of the four classes never occur and count 0.
        Assert.Equal((1 - (1 / 3.0) + ((8 / 9.0) + (6 / 7.0)) / 2 - 1) / 2 / 2, f1.Difference, 1e-12);
        Assert.True(f1.Low <= f1.Difference && f1.Difference <= f1.High);
    }

    [Fact]
    public void Rows_that_share_no_seed_are_not_compared()
    {
        using var folder = new TemporaryFolder();
        WrittenRun.Write(folder.Root, IemocapModels.Auto, seed: 1, session: 1, 0, "abab");
        WrittenRun.Write(folder.Root, IemocapModels.ConcatMatched, seed: 2, session: 1, 0, "abab");

        Assert.Null(IemocapResults.Read(folder.Root).Compare(IemocapModels.Auto, IemocapModels.ConcatMatched, scores => scores.Accuracy));
    }
}
