using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Fusion.Reference.Commands;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Iemocap;
using Xunit;

namespace Fusion.Reference.Tests.Commands;

public sealed class ClassifyCommandTests(TrainedRuns runs) : IClassFixture<TrainedRuns>
{
    private static readonly string[] Audio = [.. IemocapCorpus.AudioColumns];

    public static TheoryData<string> Models => [.. TrainedRuns.Models.Split(',')];

    [Theory]
    [MemberData(nameof(Models))]
    public void Test_utterances_get_the_labels_and_probabilities_of_the_run(string model)
    {
        var stored = TsvFile.Read(Path.Combine(runs.Run(model), "predictions.tsv")).Rows;
        var utterances = runs.Corpus.Utterances.ToDictionary(utterance => utterance.Id);

        var run = Classify(model, Table(["utt_id", "text", .. Audio], stored.Select(row => utterances[row.Text("utt_id")]).Select(utterance => (string[])[utterance.Id, .. Row(utterance)])));

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        var lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.Equal("label\tp_angry\tp_happy\tp_sad\tp_neutral", lines[0]);
        Assert.Equal(stored.Select(row => row.Text("predicted")), lines[1..].Select(line => line.Split('\t')[0]));
        foreach (var (row, line) in stored.Zip(lines[1..]))
            Assert.All(new[] { "p_angry", "p_happy", "p_sad", "p_neutral" }.Zip(line.Split('\t')[1..]), cell => Assert.Equal(row.Single(cell.First), float.Parse(cell.Second, CultureInfo.InvariantCulture), 1e-5f));
        // Not one answer for all, which would agree with itself whatever was read.
        Assert.True(lines[1..].Distinct().Count() > 1);
    }

    [Fact]
    public void Text_is_normalised_as_the_transcripts_were()
    {
        var plain = Classify("lstm-t", "text\nwhat is it ? no !\n");

        Assert.Equal(plain.Output, Classify("lstm-t", "\uFEFFextra\ttext\r\n7\t  Whát — is IT?  No!\r\n").Output);
        Assert.Equal(2, plain.Output.TrimEnd('\n').Split('\n').Length);
    }

    [Theory]
    [InlineData("concat")]
    [InlineData("autofusion")]
    [InlineData("ganfusion")]
    public void A_fused_model_does_without_either_modality(string model)
    {
        IemocapUtterance[] utterances = [.. runs.Corpus.Utterances.Take(6)];
        var both = Lines(Classify(model, Table(["text", .. Audio], utterances.Select(Row))));

        var noAudio = Classify(model, Table(["text"], utterances.Select(utterance => new[] { Text(utterance) })));
        var noText = Classify(model, Table([.. Audio.Reverse()], utterances.Select(utterance => Cells(utterance).Reverse().ToArray())));
        // One row with both, one without speech, one without text, and so on.
        var mixed = Classify(model, Table(["text", .. Audio], utterances.Index().Select(item => (string[])
        [
            item.Index % 3 == 2 ? " " : Text(item.Item), .. item.Index % 3 == 1 ? Enumerable.Repeat("", 8) : Cells(item.Item),
        ])));

        Assert.Equal("note: standard input has no column of speech, which counts as absent", noAudio.Error.TrimEnd());
        Assert.Equal("note: standard input has no column of text, which counts as absent", noText.Error.TrimEnd());
        Assert.Equal("", mixed.Error);
        foreach (var (row, line) in Lines(mixed).Index())
        {
            var expected = new[] { both, Lines(noAudio), Lines(noText) }[row % 3][row];
            Assert.All(expected.Zip(line), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }

        Assert.NotEqual(both[0], Lines(noAudio)[0]);
        Assert.NotEqual(both[0], Lines(noText)[0]);
    }

    [Fact]
    public void Lines_stay_in_order_over_many_batches_and_a_header_alone_gives_a_header()
    {
        IemocapUtterance[] utterances = [.. Enumerable.Range(0, 250).Select(index => runs.Corpus.Utterances[index * 7 % runs.Corpus.Utterances.Count])];

        var all = Lines(Classify("autofusion", Table(["text", .. Audio], utterances.Select(Row))));

        Assert.Equal(250, all.Length);
        // Equal utterances stand far apart and in different batches.
        var first = utterances.Index().DistinctBy(item => item.Item.Id).ToDictionary(item => item.Item.Id, item => all[item.Index]);
        foreach (var (index, utterance) in utterances.Index())
            Assert.All(first[utterance.Id].Zip(all[index]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.Equal("label\tp_angry\tp_happy\tp_sad\tp_neutral\n", Classify("autofusion", "text\n").Output);
    }

    [Theory]
    [InlineData("lstm-t", "", "standard input:1: expected a header line, found an empty file")]
    [InlineData("lstm-t", "Text\nhello\n", "standard input:1: expected a column 'text', found Text")]
    [InlineData("lstm-t", "text\ttext\na\tb\n", "standard input:1: expected each column once, found 'text' twice")]
    [InlineData("lstm-t", "text\nhello\n\n", "standard input:3: expected text to be filled, found ''")]
    [InlineData("lstm-t", "text\nhello\n-- 7\n", "standard input:3: expected text to hold a letter or one of . ! ?, found '-- 7'")]
    [InlineData("lstm-t", "text\nhello\tyou\n", "standard input:2: expected 1 cells, found 2")]
    [InlineData("lstm-s", "text\nhello\n", "standard input:1: expected a column 'sig_mean', found text")]
    [InlineData("lstm-s", "sig_mean\tsig_std\trmse_mean\trmse_std\tsilence\tharmonics\tauto_corr_max\tauto_corr_std\n", "standard input:1: expected a column 'harmonic', found sig_mean")]
    [InlineData("lstm-s", "AUDIO\n1\t1\t1\t1\t1\t1\t1\t1\n1\t1\t1\t1\t1\tx\t1\t1\n", "standard input:3: expected harmonic to be a finite number, found 'x'")]
    [InlineData("lstm-s", "AUDIO\n1\t1\t1\t1\t\t1\t1\t1\n", "standard input:2: expected silence to be a finite number, found ''")]
    [InlineData("lstm-s", "AUDIO\n\t\t\t\t\t\t\t\n", "standard input:2: expected sig_mean to be a finite number, found ''")]
    [InlineData("lstm-s", "AUDIO\n1\tnan\t1\t1\t1\t1\t1\t1\n", "standard input:2: expected sig_std to be a finite number, found 'nan'")]
    [InlineData("lstm-s", "AUDIO\n1e39\t1\t1\t1\t1\t1\t1\t1\n", "standard input:2: expected sig_mean to be a finite number, found '1e39'")]
    [InlineData("lstm-s", "AUDIO\n1\t0,5\t1\t1\t1\t1\t1\t1\n", "standard input:2: expected sig_std to be a finite number, found '0,5'")]
    [InlineData("autofusion", "utt_id\tlabel\n", "standard input:1: expected a column 'text' or the columns sig_mean, ")]
    [InlineData("autofusion", "text\tsilence\n", "standard input:1: expected a column 'sig_mean', found text, silence")]
    [InlineData("autofusion", "text\tAUDIO\nhello\t1\t1\t1\t1\t\t1\t1\t1\n", "standard input:2: expected silence to be a finite number, found ''")]
    [InlineData("autofusion", "text\tAUDIO\n\t\t\t\t\t\t\t\t\n", "standard input:2: expected text or the features of speech to be filled, found neither")]
    [InlineData("late", "text\nhello\n", "standard input:1: expected a column 'sig_mean', found text")]
    [InlineData("mdrea", "AUDIO\n", "standard input:1: expected a column 'text', found sig_mean")]
    [InlineData("mdrea", "text\tAUDIO\nhello\t\t\t\t\t\t\t\t\n", "standard input:2: expected sig_mean to be a finite number, found ''")]
    public void What_is_wrong_with_the_table_is_one_line_and_nothing_is_written(string model, string table, string expected) =>
        Assert.StartsWith($"error: {expected}", Classify(model, table.Replace("AUDIO", string.Join('\t', Audio), StringComparison.Ordinal)).UserError(), StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_no_text_are_named_by_their_line() =>
        Assert.Contains("standard input:2: expected UTF-8 text, found the bytes FF", Classify(runs.Run("lstm-t"), [.. "text\n"u8, 0xff, (byte)'\n']).UserError(), StringComparison.Ordinal);

    [Fact]
    public void Whole_batches_before_a_wrong_line_are_written()
    {
        var run = Classify("lstm-t", "text\n" + string.Concat(Enumerable.Repeat("hello\n", 150)) + "a\tb\n");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("standard input:152: expected 1 cells, found 2", run.LastError(), StringComparison.Ordinal);
        Assert.Equal(101, run.Output.Split('\n').Length - 1);
    }

    [Fact]
    public void A_folder_that_is_no_run_to_classify_with_says_why()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("expected the folder of a finished run", Classify(folder.Root, "text\n"u8.ToArray()).UserError(), StringComparison.Ordinal);

        var old = runs.Copy("lstm-t", folder["old"]);
        File.Delete(Path.Combine(old, "inputs.json"));
        Assert.Contains("inputs.json: expected the run's vocabulary and scales, found none", Classify(old, "text\n"u8.ToArray()).UserError(), StringComparison.Ordinal);

        var other = runs.Copy("lstm-t", folder["other"]);
        Edit(Path.Combine(other, "inputs.json"), inputs => inputs["vocabulary"]!["words"]!.AsArray().RemoveAt(0));
        Assert.Contains("expected shape", Classify(other, "text\n"u8.ToArray()).UserError(), StringComparison.Ordinal);

        var framed = runs.Copy("mdrea", folder["framed"]);
        Edit(Path.Combine(framed, "inputs.json"), inputs => inputs["frameFeatures"] = 39);
        Assert.Contains("mdrea, which reads the frames of recordings", Classify(framed, "text\n"u8.ToArray()).UserError(), StringComparison.Ordinal);

        var mosi = runs.Copy("concat", folder["mosi"]);
        Edit(Path.Combine(mosi, "recipe.json"), recipe => recipe["experiment"] = "mosi");
        Assert.Contains("expected a run of iemocap, found mosi concat", Classify(mosi, "text\n"u8.ToArray()).UserError(), StringComparison.Ordinal);

        var cut = runs.Copy("lstm-s", folder["cut"]);
        File.WriteAllBytes(Path.Combine(cut, "checkpoint.safetensors"), File.ReadAllBytes(Path.Combine(cut, "checkpoint.safetensors"))[..^5]);
        Assert.Contains("checkpoint.safetensors: expected", Classify(cut, "text\n"u8.ToArray()).UserError(), StringComparison.Ordinal);
    }

    [Fact]
    public void Train_takes_one_model_which_then_classifies()
    {
        using var folder = new TemporaryFolder();

        var train = CommandRun.Of("train", "iemocap", "--model", "lstm-t", "--data", runs.Data, "--out", folder["out"], "--set", "Epochs=1", "--set", "TextHidden=4");

        Assert.Equal(0, train.ExitCode);
        Assert.Equal(["lstm-t"], Directory.EnumerateDirectories(Path.Combine(folder["out"], "iemocap")).Select(Path.GetFileName));
        Assert.Equal(2, Classify(Path.Combine(folder["out"], "iemocap", "lstm-t", "seed-1"), "text\nhello\n"u8.ToArray()).Output.Split('\n').Length - 1);
    }

    private static void Edit(string file, Action<JsonObject> change)
    {
        var content = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(content);
        File.WriteAllText(file, content.ToJsonString());
    }

    private static string[] Row(IemocapUtterance utterance) => [Text(utterance), .. Cells(utterance)];

    private static IEnumerable<string> Cells(IemocapUtterance utterance) => utterance.Audio.Select(value => value.ToString("R", CultureInfo.InvariantCulture));

    private static string Text(IemocapUtterance utterance) => string.Join(' ', utterance.Tokens);

    private static string Table(IEnumerable<string> header, IEnumerable<string[]> rows) => string.Concat(rows.Prepend([.. header]).Select(row => string.Join('\t', row) + "\n"));

    private static float[][] Lines(CommandRun run) =>
        [.. run.Output.TrimEnd('\n').Split('\n')[1..].Select(line => line.Split('\t')[1..].Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];

    private CommandRun Classify(string model, string table) => Classify(runs.Run(model), Encoding.UTF8.GetBytes(table));

    private static CommandRun Classify(string folder, byte[] table) =>
        CommandRun.Of(new RootCommand { ClassifyCommand.Create(() => new MemoryStream(table)) }, ["classify", "--run", folder, "--device", "cpu"]);
}
