using System.Text.Json;
using Xunit;

namespace Fusion.Reference.Tests.Commands;

public sealed class ScoreClassificationCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Prints_one_JSON_object_with_the_agreed_fields()
    {
        // Truth: three neu, one sad. Predicted: neu neu sad sad.
        var run = Score("neu\nneu\nneu\nsad\n", "neu\nneu\nsad\nsad\n");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        using var json = JsonDocument.Parse(run.Output);
        var root = json.RootElement;
        Assert.Equal(
            ["accuracy", "macroPrecision", "macroRecall", "macroF1", "weightedF1", "perClass", "confusion"],
            root.EnumerateObject().Select(property => property.Name));
        Assert.Equal(0.75, Number("accuracy"), 1e-15);
        Assert.Equal(0.75, Number("macroPrecision"), 1e-15);
        Assert.Equal(5.0 / 6, Number("macroRecall"), 1e-15);
        Assert.Equal((0.8 + (2.0 / 3)) / 2, Number("macroF1"), 1e-15);
        Assert.Equal(((3 * 0.8) + (2.0 / 3)) / 4, Number("weightedF1"), 1e-15);
        Assert.Equal("[[2,1],[0,1]]", JsonSerializer.Serialize(root.GetProperty("confusion")));
        var first = root.GetProperty("perClass")[0];
        Assert.Equal("""{"label":"neu","precision":1,"recall":0.6666666666666666,"f1":0.8,"support":3}""", JsonSerializer.Serialize(first));

        double Number(string name) => root.GetProperty(name).GetDouble();
    }

    [Fact]
    public void Line_ends_a_mark_and_space_around_labels_do_not_count()
    {
        var plain = Score("a\nb\n", "a\na\n");
        Assert.Equal(plain, Score("\uFEFFa\r\nb", " a\t\na \n"));
    }

    [Fact]
    public void Accented_labels_stay_readable() => Assert.Contains("\"col\u00e8re\"", Score("col\u00e8re\n", "col\u00e8re\n").Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("a\nb\nc\n", "a\nb\n", "predictions:3: expected 3 lines, as many as ")]
    [InlineData("a\n", "a\nb\nc\n", "predictions:2: expected 1 lines, as many as ")]
    [InlineData("a\n\nb\n", "a\nb\nc\n", "labels:2: expected a label, found an empty line")]
    [InlineData("a\n", "", "predictions:1: expected one label per line, found an empty file")]
    public void Names_file_and_line_of_what_is_wrong(string labels, string predictions, string expected) =>
        Assert.Contains(expected, Score(labels, predictions).UserError(), StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_a_folder_and_bytes_that_are_no_text_are_user_errors()
    {
        var labels = _folder.File("labels", "a\n");
        var missing = Path.Combine(_folder.Path, "missing");
        Assert.Contains(missing, Run(labels, missing).UserError(), StringComparison.Ordinal);
        Assert.Contains(_folder.Path, Run(labels, _folder.Path).UserError(), StringComparison.Ordinal);
        var binary = Path.Combine(_folder.Path, "binary");
        File.WriteAllBytes(binary, [0x61, 0xFF, 0xFE]);
        Assert.Contains($"{binary}:1: expected UTF-8 text", Run(labels, binary).UserError(), StringComparison.Ordinal);
    }

    private CommandRun Score(string labels, string predictions) => Run(_folder.File("labels", labels), _folder.File("predictions", predictions));

    private static CommandRun Run(string labels, string predictions) =>
        CommandRun.Of("score", "classification", "--predictions", predictions, "--labels", labels);
}
