using Fusion.Reference.Training;
using Xunit;

namespace Fusion.Reference.Tests.Training;

public class HistoryFileTests
{
    [Fact]
    public void What_was_appended_is_read_back()
    {
        using var folder = new TemporaryFolder();
        using (var history = HistoryFile.Continue(folder["history.jsonl"], 0))
        {
            history.Append(Record(1));
            history.Append(Record(2));
        }

        var read = HistoryFile.Read(folder["history.jsonl"]);

        Assert.Equal([1, 2], read.Select(record => record.Epoch));
        Assert.Equal(Record(2).Losses["total"], read[1].Losses["total"]);
        Assert.Equal(double.NaN, read[1].Validation["accuracy"]);
    }

    [Fact]
    public void A_torn_last_line_is_left_out_and_overwritten()
    {
        using var folder = new TemporaryFolder();
        var path = folder["history.jsonl"];
        using (var history = HistoryFile.Continue(path, 0))
            history.Append(Record(1));
        var whole = File.ReadAllText(path);
        File.AppendAllText(path, whole[..(whole.Length / 2)]);

        Assert.Equal([1], HistoryFile.Read(path).Select(record => record.Epoch));
        using (var history = HistoryFile.Continue(path, 1))
            history.Append(Record(2));

        Assert.Equal([1, 2], HistoryFile.Read(path).Select(record => record.Epoch));
    }

    [Fact]
    public void Lines_past_the_checkpoint_are_dropped()
    {
        using var folder = new TemporaryFolder();
        using (var history = HistoryFile.Continue(folder["history.jsonl"], 0))
        {
            history.Append(Record(1));
            history.Append(Record(2));
        }

        HistoryFile.Continue(folder["history.jsonl"], 1).Dispose();

        Assert.Equal([1], HistoryFile.Read(folder["history.jsonl"]).Select(record => record.Epoch));
    }

    [Fact]
    public void A_broken_line_in_the_middle_is_an_error_that_names_it()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("history.jsonl", "{\"epoch\": 1\n{}\n");

        Assert.Contains($"{path}:1: ", Assert.Throws<UserErrorException>(() => HistoryFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_an_older_version_has_no_speed_and_stays_as_it_is()
    {
        using var folder = new TemporaryFolder();
        const string Old = "{\"epoch\":1,\"steps\":3,\"losses\":{\"total\":0.5},\"validation\":{\"bleu\":7.5},\"improved\":true,\"millisecondsPerStep\":12.5}\n";
        var path = folder.Write("history.jsonl", Old);

        Assert.Null(HistoryFile.Read(path).Single().TokensPerSecond);
        HistoryFile.Continue(path, 1).Dispose();

        Assert.Equal(Old, File.ReadAllText(path));
    }

    [Fact]
    public void Fewer_lines_than_the_checkpoint_covers_is_an_error()
    {
        using var folder = new TemporaryFolder();

        var error = Assert.Throws<UserErrorException>(() => HistoryFile.Continue(folder["history.jsonl"], 3));

        Assert.Contains("holds 0 of the 3 epochs", error.Message, StringComparison.Ordinal);
    }

    private static EpochRecord Record(int epoch) => new(
        epoch, 3, new Dictionary<string, double> { ["total"] = 1.0 / 3 / epoch }, new Dictionary<string, double> { ["accuracy"] = double.NaN }, true, 1.5);
}
