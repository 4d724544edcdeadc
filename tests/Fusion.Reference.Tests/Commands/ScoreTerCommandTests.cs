using System.Text.Json;
using Xunit;

namespace Fusion.Reference.Tests.Commands;

public sealed class ScoreTerCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Prints_score_edits_and_signature()
    {
        using var json = JsonDocument.Parse(Score().Output);

        Assert.Equal(["score", "edits", "referenceLength", "signature"], json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal((20, 1, 5), (json.RootElement.GetProperty("score").GetDouble(), json.RootElement.GetProperty("edits").GetDouble(), json.RootElement.GetProperty("referenceLength").GetDouble()));
        Assert.StartsWith("ter|nrefs:1|case:lc|tok:none|", json.RootElement.GetProperty("signature").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_reach_the_score()
    {
        using var json = JsonDocument.Parse(Score("--case-sensitive", "--segments").Output);

        Assert.Equal(40, json.RootElement.GetProperty("score").GetDouble());
        Assert.Equal([100 / 3.0, 50], json.RootElement.GetProperty("segments").EnumerateArray().Select(value => value.GetDouble()));
        Assert.Contains("case:mixed", json.RootElement.GetProperty("signature").GetString(), StringComparison.Ordinal);
    }

    private CommandRun Score(params string[] options) => CommandRun.Of(
        ["score", "ter", "--hyp", _folder.File("hyp", "the dog barks\ntwo cat"), "--ref", _folder.File("ref", "The dog barks\ntwo cats"), .. options]);
}
