using System.Text.Json.Nodes;
using Fusion.Reference.Experiments;
using Fusion.Reference.Tests.Experiments;
using Xunit;

namespace Fusion.Reference.Tests.Commands;

/// <summary>Other protocols and class schemes, from the command line to the report.</summary>
public sealed class ReproduceProtocolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ReproduceProtocolTests() => SixClassCorpus.Write(_folder[Path.Combine("data", "iemocap")]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_authors_protocol_says_what_is_wrong_with_it_before_the_first_figure_and_beside_the_table()
    {
        var run = Run("out", "--models", "autofusion,concat-matched-auto", "--set", "Protocol=Authors");

        Assert.Equal("", run.Error);
        Assert.Contains("comparable with nothing", run.Output, StringComparison.Ordinal);
        var report = Report("out");
        var warning = $"{SixClassCorpus.Shared} utterances are in both training and test";
        var (top, first, beside) = (report.IndexOf(warning, StringComparison.Ordinal), report.IndexOf('|'), report.LastIndexOf(warning, StringComparison.Ordinal));
        Assert.InRange(top, 0, first);
        Assert.InRange(beside, first, report.Length);
        Assert.Contains("Test is used for selection", report, StringComparison.Ordinal);
        Assert.Contains("not comparable with anything", report, StringComparison.Ordinal);
        Assert.DoesNotContain("held-out session", report, StringComparison.Ordinal);
        Assert.Contains("sad+frustrated", report, StringComparison.Ordinal);

        var rows = JsonNode.Parse(File.ReadAllText(InRun("out", "autofusion", "scores.json")))!["rows"]!;
        Assert.Equal((SixClassCorpus.Shared, SixClassCorpus.Shared * SixClassCorpus.Copies), ((int)rows["sharedUtterances"]!, (int)rows["sharedTestRows"]!));
        // A repeated row is scored each time.
        var predictions = PredictionFile.Read(InRun("out", "autofusion", "predictions.tsv"));
        Assert.Equal((int)rows["test"]!, predictions.Count);
        Assert.Equal(SixClassCorpus.Copies, predictions.CountBy(row => row.Id).Max(item => item.Value));
        Assert.Contains("fear", predictions.Select(row => row.Label));
        Assert.Equal("Ser6", (string?)JsonNode.Parse(File.ReadAllText(InRun("out", "autofusion", "recipe.json")))!["classes"]);
    }

    [Fact]
    public void A_random_split_and_other_classes_say_so()
    {
        Assert.Equal("", Run("out", "--models", "lstm-s", "--set", "Protocol=RandomUtterance", "--set", "Classes=Ser4WithFrustration").Error);

        var report = Report("out");
        Assert.Contains("Protocol=RandomUtterance: no utterance is in two parts, but speakers", report, StringComparison.Ordinal);
        Assert.Contains("Classes=Ser4WithFrustration (angry, happy, sad+frustrated, neutral)", report, StringComparison.Ordinal);
        Assert.DoesNotContain("in both training and test", report, StringComparison.Ordinal);
    }

    [Fact]
    public void The_usual_protocol_has_nothing_to_warn_of()
    {
        Assert.Equal("", Run("out", "--models", "lstm-s").Error);

        Assert.Contains("held-out session", Report("out"), StringComparison.Ordinal);
        Assert.DoesNotContain("What is wrong", Report("out"), StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_of_two_protocols_never_meet_in_one_folder()
    {
        Assert.Equal("", Run("out", "--models", "lstm-s").Error);

        var error = Run("out", "--models", "lstm-t", "--resume", "--set", "Classes=Ser6").UserError();

        Assert.Contains("expected a run with Protocol=Session, Classes=Ser6, found one with Protocol=Session, Classes=Standard4", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder["out"], "iemocap", "lstm-t")));

        // Two folders put together by hand.
        Assert.Equal("", Run("six", "--models", "lstm-t", "--set", "Classes=Ser6").Error);
        Directory.Move(Path.Combine(_folder["six"], "iemocap", "lstm-t"), Path.Combine(_folder["out"], "iemocap", "lstm-t"));
        Assert.Contains("expected runs of one protocol", CommandRun.Of("report", "--out", _folder["out"]).UserError(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_its_lists_the_authors_protocol_names_the_file()
    {
        File.Delete(Path.Combine(_folder["data"], "iemocap", "sahu_oversampled_train.tsv"));

        Assert.Contains("sahu_oversampled_train.tsv: expected a file, found none", Run("out", "--set", "Protocol=Authors").UserError(), StringComparison.Ordinal);
    }

    private CommandRun Run(string output, params string[] more) =>
        CommandRun.Of(["reproduce", "--data", _folder["data"], "--out", _folder[output], .. SmallCorpus.Settings.SelectMany(setting => new[] { "--set", setting }), .. more]);

    private string Report(string output) => File.ReadAllText(Path.Combine(_folder[output], "report", "report.md"));

    private string InRun(string output, string model, string file) => Path.Combine(_folder[output], "iemocap", model, "seed-1", file);
}
