using System.Text;
using Fusion.Reference.Data;
using Fusion.Reference.Experiments;
using Fusion.Reference.Tests.Data.Formats;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class IemocapInputsTests
{
    [Fact]
    public void Come_back_from_their_file_without_a_digit_lost()
    {
        using var folder = new TemporaryFolder();
        var random = new SeededRandom(3);
        float[][] rows = [.. Enumerable.Range(0, 9).Select(_ => Enumerable.Range(0, 8).Select(_ => (float)random.Normal()).ToArray())];
        var inputs = new IemocapInputs(Vocabulary.Build([["ça", "\"va\"", "."]]), Standardizer.Fit(rows, 0, 3), 39);

        inputs.Save(folder["inputs.json"]);
        var again = IemocapInputs.Load(folder["inputs.json"]);

        Assert.Equal(inputs.Vocabulary.Words, again.Vocabulary.Words);
        Assert.All(rows, row => Assert.Equal(inputs.Audio.Transform(row), again.Audio.Transform(row)));
        Assert.Equal(39, again.FrameFeatures);
        (inputs with { FrameFeatures = null }).Save(folder["inputs.json"]);
        Assert.Null(IemocapInputs.Load(folder["inputs.json"]).FrameFeatures);
        Assert.Equal([folder["inputs.json"]], Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Fact]
    public void Damaged_files_are_read_or_refused()
    {
        Assert.True(Hostile.Attack(Encoding.UTF8.GetBytes(Content()), "inputs.json", path => _ = IemocapInputs.Load(path)) > 0);
    }

    [Theory]
    [InlineData("[]", "expected a JSON object, found Array")]
    [InlineData("null", "expected a JSON object, found Null")]
    [InlineData("{}", "expected 'audio', found none")]
    [InlineData("{\"audio\":1}", "expected a JSON list of columns")]
    [InlineData("{\"audio\":[]}", "expected 8 columns in 'audio', found 0")]
    [InlineData("{\"audio\":[],\"audio\":[]}", "expected a JSON object, found:")]
    [InlineData("{", "expected a JSON object, found:")]
    [InlineData("{\"\\ud800\":1}", "expected")]
    [InlineData("FRAMES0", "expected 'frameFeatures' to be a number above 0 or null, found 0")]
    [InlineData("FRAMES\"x\"", "expected 'frameFeatures' to be a number above 0 or null, found \"x\"")]
    [InlineData("WORDS\"a\",\"a\"", "expected each word once")]
    [InlineData("WORDS\"\\ud800\"", "expected JSON, found:")]
    public void Says_what_is_wrong(string content, string expected)
    {
        var text = content.StartsWith("FRAMES", StringComparison.Ordinal) ? Content(frames: content["FRAMES".Length..])
            : content.StartsWith("WORDS", StringComparison.Ordinal) ? Content(words: content["WORDS".Length..]) : content;

        Assert.Contains(expected, Hostile.Refused(Encoding.UTF8.GetBytes(text), "inputs.json", path => _ = IemocapInputs.Load(path)).Message, StringComparison.Ordinal);
    }

    private static string Content(string words = "\"a\"", string frames = "null")
    {
        var columns = string.Join(',', Enumerable.Repeat("{\"Scale\":0,\"Mean\":0.5,\"Deviation\":2}", 8));
        return $"{{\"vocabulary\":{{\"words\":[{words}]}},\"audio\":[{columns}],\"frameFeatures\":{frames}}}\n";
    }
}
