using Xunit;

namespace Fusion.Reference.Tests.Commands;

/// <summary>A folder where a file is expected, and a file where a folder is: the option, what was expected, what was found.</summary>
public sealed class OptionValueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("score bleu --hyp FOLDER --ref FILE", "--hyp")]
    [InlineData("score bleu --hyp FILE --ref FILE FOLDER", "--ref")]
    [InlineData("score classification --labels FILE --predictions FOLDER", "--predictions")]
    [InlineData("translate --run FOLDER --image FOLDER", "--image")]
    public void A_folder_is_no_file(string line, string option) =>
        Assert.StartsWith($"error: {option} {_folder.Root}: expected a file, found a folder.", Run(line).UserError(), StringComparison.Ordinal);

    [Theory]
    [InlineData("data synthesize mosi --out FILE", "--out")]
    [InlineData("data download multi30k --out FILE", "--out")]
    [InlineData("reproduce --out FILE", "--out")]
    [InlineData("reproduce --data FILE", "--data")]
    [InlineData("report --out FILE", "--out")]
    [InlineData("evaluate --run FILE", "--run")]
    [InlineData("score meteor --hyp FILE --ref FILE --language en --tables FILE", "--tables")]
    public void A_file_is_no_folder(string line, string option) =>
        Assert.StartsWith($"error: {option} {_folder["file"]}: expected a folder, found a file.", Run(line).UserError(), StringComparison.Ordinal);

    [Fact]
    public void Nor_is_there_a_folder_below_a_file()
    {
        var below = Path.Combine(_folder["file"], "a", "b");

        Assert.StartsWith($"error: --out {below}: expected a folder, found the file {_folder["file"]}.", Run($"data synthesize mosi --out {below}").UserError(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_has_letters()
    {
        Assert.StartsWith("error: --out '': expected a folder.", CommandRun.Of("reproduce", "--out", "").UserError(), StringComparison.Ordinal);
        Assert.StartsWith("error: --hyp '': expected a file.", CommandRun.Of("score", "bleu", "--hyp", "", "--ref", "x").UserError(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_argument_has_no_name_to_be_called_by()
    {
        Assert.StartsWith($"error: {_folder.Root}: expected a file, found a folder.", Run("data inspect FOLDER").UserError(), StringComparison.Ordinal);
        Assert.StartsWith($"error: {_folder["file"]}: expected a folder, found a file.", Run("data check FILE").UserError(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data synthesize mosi --out DIR --seed x", "--seed x: expected a whole number.")]
    [InlineData("data synthesize mosi --out DIR --seed -1", "--seed -1: expected at least 0.")]
    [InlineData("data synthesize mosi --out DIR --seed 18446744073709551616", "--seed 18446744073709551616: expected at most 18446744073709551615.")]
    public void A_seed_is_a_whole_number(string line, string message) => Assert.StartsWith($"error: {message}", Run(line).UserError(), StringComparison.Ordinal);

    private CommandRun Run(string line)
    {
        var file = _folder.File("file", "a\n");
        return CommandRun.Of([.. line.Split(' ').Select(word => word == "FILE" ? file : word == "FOLDER" ? _folder.Root : word)]);
    }
}
