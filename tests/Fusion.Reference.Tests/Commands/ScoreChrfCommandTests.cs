using System.Text.Json;
using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Commands;

public sealed class ScoreChrfCommandTests : IDisposable
{
    private static readonly string[] Hypotheses = ["the dog barked.", "a cat"];
    private static readonly string[] References = ["The dog barks.", "two cats"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Prints_score_and_signature()
    {
        using var json = JsonDocument.Parse(Score().Output);
        Assert.Equal(["score", "signature"], json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal(Chrf.Corpus(Hypotheses, [References]), json.RootElement.GetProperty("score").GetDouble());
        Assert.StartsWith("chrf|nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|", json.RootElement.GetProperty("signature").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_reach_the_score()
    {
        var options = new ChrfOptions { WordOrder = 2, CharacterOrder = 3, Beta = 1, Lowercase = true };
        using var json = JsonDocument.Parse(Score("--word-order", "2", "--char-order", "3", "--beta", "1", "--lowercase", "--segments").Output);
        Assert.Equal(Chrf.Corpus(Hypotheses, [References], options), json.RootElement.GetProperty("score").GetDouble());
        Assert.Equal(options.Signature(1), json.RootElement.GetProperty("signature").GetString());
        Assert.Equal(
            Hypotheses.Zip(References, (hypothesis, reference) => Chrf.Sentence(hypothesis, [reference], options)),
            json.RootElement.GetProperty("segments").EnumerateArray().Select(value => value.GetDouble()));
    }

    [Theory]
    [InlineData("error: --word-order -1: expected 0 to 100", "--word-order", "-1")]
    [InlineData("error: --char-order 0: expected 1 to 100", "--char-order", "0")]
    [InlineData("error: --char-order 100000000: expected 1 to 100", "--char-order", "100000000")]
    [InlineData("error: --char-order 9999999999: expected at most 2147483647. See", "--char-order", "9999999999")]
    [InlineData("error: --word-order two: expected a whole number. See", "--word-order", "two")]
    [InlineData("error: --beta 0: expected a finite number above 0", "--beta", "0")]
    [InlineData("error: --beta x: expected a number with a decimal point. See", "--beta", "x")]
    public void Refuses_settings_without_a_meaning(string expected, params string[] options) =>
        Assert.Contains(expected, Score(options).UserError(), StringComparison.Ordinal);

    [Fact]
    public void Says_which_file_is_too_short() =>
        Assert.Contains("hyp:2: expected 2 lines", CommandRun.Of("score", "chrf", "--hyp", _folder.File("hyp", "a\n"), "--ref", _folder.File("ref", "a\nb\n")).UserError(), StringComparison.Ordinal);

    private CommandRun Score(params string[] options) => CommandRun.Of(
    [
        "score", "chrf", "--hyp", _folder.File("hyp", string.Join('\n', Hypotheses)), "--ref", _folder.File("ref", string.Join('\n', References)), .. options,
    ]);
}
