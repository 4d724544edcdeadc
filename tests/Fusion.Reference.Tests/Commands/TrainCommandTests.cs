using Fusion.Reference.Experiments;
using Fusion.Reference.Tests.Experiments;
using Xunit;

namespace Fusion.Reference.Tests.Commands;

/// <summary>One row by its name, and by what it reads.</summary>
public class TrainCommandTests
{
    [Theory]
    [InlineData("train foo --model concat", "error: train foo: expected one of how2, multi30k, mboshi, iemocap, mosi")]
    [InlineData("train all --model concat", "error: train all: expected one of how2, multi30k, mboshi, iemocap, mosi")]
    [InlineData("train iemocap --model foo", "error: --model foo: expected lstm-t, lstm-s, concat,")]
    [InlineData("train iemocap --model table3", "error: --model table3: expected one row, found a table; its rows are lstm-t, lstm-s, concat, concat-matched, autofusion, ganfusion")]
    [InlineData("train iemocap --model all", "error: --model all: expected lstm-t,")]
    [InlineData("train iemocap --model lstm-t,lstm-s", "error: --model lstm-t,lstm-s: expected lstm-t,")]
    [InlineData("train iemocap --model lstm-t --modalities s,t", "error: --modalities s,t: expected t, which lstm-t reads")]
    [InlineData("train iemocap --model lstm-s.mlp --modalities t", "error: --modalities t: expected s, which lstm-s.mlp reads")]
    [InlineData("train iemocap --model autofusion --modalities v,t", "error: --modalities v,t: expected s,t, which autofusion reads")]
    [InlineData("train mosi --model ganfusion.dropout --modalities s,t", "error: --modalities s,t: expected s,v,t, which ganfusion.dropout reads")]
    [InlineData("train mosi --model video --modalities t", "error: --modalities t: expected v, which video reads")]
    [InlineData("train multi30k --model text", "error: --model text: expected one row, found a table; its rows are all.seq2seq.t")]
    [InlineData("train multi30k --model lstm-t --modalities t", "error: --model lstm-t: expected seq2seq, concat-matched, concat-matched-auto, autofusion, ganfusion, all.seq2seq.t,")]
    [InlineData("train multi30k --model autofusion --modalities x", "error: --modalities x: expected one or more of t, s and v")]
    [InlineData("train multi30k --model autofusion --modalities t", "error: --modalities t: expected two or more for autofusion to fuse")]
    [InlineData("train multi30k --model img.autofusion.v-t --modalities s,t", "error: --modalities s,t: expected v,t, which img.autofusion.v-t reads")]
    public void What_names_no_row_is_one_line_that_names_the_option(string line, string message)
    {
        using var folder = new TemporaryFolder();

        Assert.StartsWith(message, CommandRun.Of([.. line.Split(' '), "--out", folder["out"]]).UserError(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Theory]
    [InlineData("multi30k", "autofusion", null, "own.autofusion.v-t")]
    [InlineData("how2", "ganfusion", null, "own.ganfusion.s-v-t")]
    [InlineData("mboshi", "concat-matched", null, "own.concat-matched.s-t")]
    [InlineData("multi30k", "seq2seq", null, "own.seq2seq.t")]
    [InlineData("multi30k", "seq2seq", "v", "own.seq2seq.v")]
    [InlineData("multi30k", "seq2seq", "t,v", "own.seq2seq.v-t")]
    [InlineData("multi30k", "img.autofusion.v-t", "t,v", "img.autofusion.v-t")]
    [InlineData("multi30k", "own.autofusion.v-t", null, "own.autofusion.v-t")]
    [InlineData("iemocap", "autofusion", "s,t", "autofusion")]
    [InlineData("iemocap", "mha-2", "t,s", "mha-2")]
    [InlineData("iemocap", "lstm-t", "t", "lstm-t")]
    [InlineData("iemocap", "lstm-s.mlp", "s", "lstm-s.mlp")]
    [InlineData("mosi", "ganfusion", "s,v,t", "ganfusion")]
    [InlineData("mosi", "audio", "s", "audio")]
    public void A_model_and_its_modalities_are_one_row(string experiment, string model, string? modalities, string row) =>
        Assert.Equal(row, ExperimentCatalog.Find(experiment)!.Factory.Row(model, modalities));

    [Fact]
    public void Every_row_that_has_a_name_reads_what_it_is_said_to()
    {
        foreach (var entry in ExperimentCatalog.Entries)
            Assert.All(entry.Factory.MainRows, row => Assert.Equal(row, entry.Factory.Row(row, null)));
    }

    [Fact]
    public void The_help_lists_the_rows_of_the_main_tables()
    {
        var help = string.Join(' ', CommandRun.Of("train", "--help").Output.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

        Assert.Contains("iemocap: lstm-t, lstm-s, concat, concat-matched, autofusion, ganfusion", help, StringComparison.Ordinal);
        Assert.Contains("mboshi: mboshi.seq2seq.t,", help, StringComparison.Ordinal);
        Assert.DoesNotContain("see reproduce --help", help, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_settings_go_after_one_option()
    {
        using var folder = new TemporaryFolder();
        SmallCorpus.Write(Path.Combine(folder["data"], "iemocap"));

        var run = CommandRun.Of(["train", "iemocap", "--set", .. SmallCorpus.Settings, "--set", "Epochs=1", "--model", "lstm-s", "--modalities", "s", "--data", folder["data"], "--out", folder["out"]]);

        Assert.Equal("", run.Error);
        Assert.Single(File.ReadAllLines(Path.Combine(folder["out"], "iemocap", "lstm-s", "seed-1", "history.jsonl")));
    }
}
