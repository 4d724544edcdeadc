using System.Text.Json;
using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Commands;

public sealed class ScoreMeteorCommandTests : IDisposable
{
    private static readonly string[] Hypotheses = ["deux chiens courent dans l' herbe", "un Chapeau noir"];
    private static readonly string[] References = ["deux chien court dans la prairie", "une casquette noire"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Prints_the_score_of_METEOR_1_5_and_its_parts()
    {
        var run = Score("--language", "fr", "--segments");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        using var json = JsonDocument.Parse(run.Output);
        var root = json.RootElement;
        Assert.Equal(
            ["score", "precision", "recall", "fMean", "penalty", "chunks", "signature", "segments"],
            root.EnumerateObject().Select(property => property.Name));
        var meteor = new Meteor15("fr");
        var expected = meteor.Corpus(Hypotheses, [References]);
        Assert.InRange(expected.Score, 0.1, 0.9);
        Assert.Equal(expected.Score, root.GetProperty("score").GetDouble());
        Assert.Equal(expected.Recall, root.GetProperty("recall").GetDouble());
        Assert.Equal($"{expected.Chunks}", root.GetProperty("chunks").GetRawText());
        Assert.Equal(meteor.Signature(1), root.GetProperty("signature").GetString());
        Assert.Contains("|lang:fr|text:given|modules:exact+stem|function:own-en|", meteor.Signature(1), StringComparison.Ordinal);
        Assert.Equal(2, root.GetProperty("segments").GetArrayLength());
    }

    [Fact]
    public void Prints_NLTKs()
    {
        Assert.Equal(new NltkMeteor().Corpus(Hypotheses, [References]), Number(Score("--variant", "nltk")));
        Assert.Equal(new NltkMeteor(new Stemmer("fr")).Corpus(Hypotheses, [References]), Number(Score("--variant", "nltk", "--stemmer", "snowball", "--language", "fr")));
    }

    [Fact]
    public void Tables_function_words_and_case_reach_the_score()
    {
        var plain = Number(Score("--language", "fr"));
        var own = Number(Score("--language", "fr", "--function-words", "language"));
        Assert.NotEqual(plain, own);
        _folder.File("function-fr.words", string.Join('\n', MeteorTables.Own("fr").FunctionWords));
        Assert.Equal(own, Number(Score("--language", "fr", "--function-words", "language", "--tables", _folder.Root)));
        _folder.File("synonyms-fr.txt", "chapeau casquette\n");
        Assert.True(Number(Score("--variant", "nltk", "--language", "fr", "--tables", _folder.Root)) > Number(Score("--variant", "nltk")));
        Assert.Equal(
            new Meteor15("fr").Corpus([.. Hypotheses.Select(line => line.ToLowerInvariant())], [References]).Score,
            Number(Score("--language", "fr", "--lowercase")));
    }

    [Fact]
    public void Plain_text_is_split_where_asked_for()
    {
        string[] command = ["score", "meteor", "--language", "fr", "--hyp", _folder.File("plain", "L'homme, assis.\n"), "--ref", _folder.File("other", "l'homme,  assis.\n")];
        var run = CommandRun.Of([.. command, "--normalize"]);
        Assert.Equal(1, Number(run), 1e-12);
        Assert.Contains("|text:normalized|", run.Output, StringComparison.Ordinal);
        Assert.True(Number(CommandRun.Of(command)) < 1);
    }

    [Theory]
    [InlineData("--language is needed: one of en, fr, pt, de.", "--variant", "nltk", "--normalize")]
    [InlineData("--language is needed: one of en, fr, pt, de.")]
    [InlineData("--language is needed: one of en, fr, pt, de.", "--variant", "nltk", "--stemmer", "snowball")]
    [InlineData("--language es: expected en, fr, pt or de.", "--language", "es")]
    [InlineData("--variant 1.4: expected 1.5 or nltk.", "--variant", "1.4", "--language", "fr")]
    public void Refuses_settings_that_do_not_exist_or_go_together(string expected, params string[] options) =>
        Assert.Contains(expected, Score(options).UserError(), StringComparison.Ordinal);

    [Fact]
    public void A_folder_without_tables_is_a_user_error() =>
        Assert.Contains("paraphrase-fr.gz, found none of them", Score("--language", "fr", "--tables", _folder["nowhere"]).UserError(), StringComparison.Ordinal);

    private CommandRun Score(params string[] options) => CommandRun.Of(
    [
        "score", "meteor", "--hyp", _folder.File("hyp", string.Join('\n', Hypotheses)), "--ref", _folder.File("ref", string.Join('\n', References)), .. options,
    ]);

    private static double Number(CommandRun run)
    {
        Assert.Equal("", run.Error);
        using var json = JsonDocument.Parse(run.Output);
        return json.RootElement.GetProperty("score").GetDouble();
    }
}
