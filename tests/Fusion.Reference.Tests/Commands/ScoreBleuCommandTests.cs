using System.Text.Json;
using Xunit;

namespace Fusion.Reference.Tests.Commands;

public sealed class ScoreBleuCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Prints_one_JSON_object_with_the_agreed_fields()
    {
        // 3 of 4 words, 2 of 3 pairs, 1 of 2 triples, none of 1, which counts as half.
        var run = Score("a b c d\n", "a b c e\n");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        using var json = JsonDocument.Parse(run.Output);
        var root = json.RootElement;
        Assert.Equal(
            ["score", "precisions", "cumulative", "brevityPenalty", "hypothesisLength", "referenceLength", "signature"],
            root.EnumerateObject().Select(property => property.Name));
        Assert.Equal(100 * Math.Pow(0.125, 0.25), root.GetProperty("score").GetDouble(), 1e-9);
        Assert.Equal([75, 66.667, 50, 50], Numbers(root, "precisions").Select(value => Math.Round(value, 3)));
        Assert.Equal([75, 70.711, 62.996, 59.460], Numbers(root, "cumulative").Select(value => Math.Round(value, 3)));
        Assert.Equal(1, root.GetProperty("brevityPenalty").GetDouble());
        Assert.Equal("4", root.GetProperty("hypothesisLength").GetRawText());
        Assert.Equal("4", root.GetProperty("referenceLength").GetRawText());
        Assert.StartsWith("sacrebleu|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|", root.GetProperty("signature").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b c d", "sacrebleu", 59.460)]
    [InlineData("a b c d", "multi-bleu", 0)]
    [InlineData("a b c d", "coco", 0.013)]
    [InlineData("a b c d", "nltk", 0)]
    [InlineData("a b c", "multi-bleu", 0)]
    public void Each_variant_is_its_own(string hypothesis, string variant, double expected) =>
        Assert.Equal(expected, Number(Score($"{hypothesis}\n", "a b c e\n", "--variant", variant), "score"), 0.0005);

    [Fact]
    public void Options_reach_the_score()
    {
        Assert.Equal(100, Number(Score("A b, c d\n", "a b , c d\n", "--lowercase"), "score"), 1e-9);
        Assert.NotEqual(100, Number(Score("A b, c d\n", "a b , c d\n", "--lowercase", "--tokenize", "none"), "score"), 1e-9);
        Assert.Equal(0, Number(Score("a b c d\n", "a b c e\n", "--smooth", "none"), "score"));
        Assert.Equal(100 * Math.Pow(0.25 * 0.3, 0.25), Number(Score("a b c d\n", "a b c e\n", "--smooth", "floor", "--smooth-value", "0.3"), "score"), 1e-9);
        Assert.Equal(100 * Math.Pow(0.75 * (3.0 / 4) * (2.0 / 3) * (1.0 / 2), 0.25), Number(Score("a b c d\n", "a b c e\n", "--smooth", "add-k"), "score"), 1e-9);
        Assert.True(Number(Score("abcde\n", "abcdf\n", "--tokenize", "char"), "score") > 60);
    }

    [Theory]
    [InlineData("--ref", "--ref")]
    [InlineData("--ref", null)]
    public void Several_references_may_be_given(string first, string? second)
    {
        string[] references = [first, _folder.File("one", "a b c d\nx\n"), .. second is null ? Array.Empty<string>() : [second], _folder.File("two", "y\ne f g h\n")];
        var run = CommandRun.Of(["score", "bleu", "--hyp", _folder.File("hyp", "a b c d\ne f g h\n"), .. references]);
        Assert.Equal(100, Number(run, "score"), 1e-9);
        Assert.Contains("nrefs:2", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_of_lines_are_printed_where_asked_for()
    {
        using var json = JsonDocument.Parse(Score("a b\nx y z\n", "a b\na b c\n", "--segments").Output);
        Assert.Equal([100, 0], Numbers(json.RootElement, "segments").Select(value => Math.Round(value, 9)));
    }

    [Fact]
    public void A_mark_line_ends_and_space_at_the_end_do_not_count() =>
        Assert.Equal(Score("a b c d\nx\n", "a b c d\ny\n"), Score("\uFEFFa b c d \r\nx", "a b c d\ny\n"));

    [Theory]
    [InlineData("a\nb\n", "a\nb\nc\n", "hyp:3: expected 3 lines, as many as ")]
    [InlineData("a\nb\nc\n", "a\n", "hyp:2: expected 1 lines, as many as ")]
    [InlineData("", "a\n", "hyp:1: expected one segment per line, found an empty file")]
    public void Names_file_and_line_of_what_is_wrong(string hypotheses, string references, string expected) =>
        Assert.Contains(expected, Score(hypotheses, references).UserError(), StringComparison.Ordinal);

    [Fact]
    public void References_must_have_as_many_lines_as_each_other()
    {
        var run = CommandRun.Of("score", "bleu", "--hyp", _folder.File("hyp", "a\n"), "--ref", _folder.File("one", "a\n"), "--ref", _folder.File("two", "a\nb\n"));
        Assert.Contains("two:2: expected 1 lines, as many as ", run.UserError(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error: --smooth exp: multi-bleu has no smoothing", "--variant", "multi-bleu", "--smooth", "exp")]
    [InlineData("error: --smooth-value 1: only the smoothings floor and add-k take a value", "--smooth-value", "1")]
    [InlineData("error: --smooth-value -1: expected 0 or more", "--smooth", "floor", "--smooth-value", "-1")]
    [InlineData("error: --smooth-value 0,5: expected a number with a decimal point. See", "--smooth", "floor", "--smooth-value", "0,5")]
    [InlineData("error: --variant bleurt: expected sacrebleu, multi-bleu, coco or nltk. See", "--variant", "bleurt")]
    [InlineData("error: --tokenize moses: expected none, 13a, intl or char. See", "--tokenize", "moses")]
    public void Refuses_settings_that_do_not_exist_or_go_together(string expected, params string[] options) =>
        Assert.Contains(expected, Score("a\n", "a\n", options).UserError(), StringComparison.Ordinal);

    private CommandRun Score(string hypotheses, string references, params string[] options) =>
        CommandRun.Of(["score", "bleu", "--hyp", _folder.File("hyp", hypotheses), "--ref", _folder.File("ref", references), .. options]);

    private static double Number(CommandRun run, string name)
    {
        Assert.Equal("", run.Error);
        using var json = JsonDocument.Parse(run.Output);
        return json.RootElement.GetProperty(name).GetDouble();
    }

    private static double[] Numbers(JsonElement root, string name) => [.. root.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
}
