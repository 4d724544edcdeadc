using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Fusion.Reference.Commands;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.How2;
using Fusion.Reference.Data.Synthetic;
using Fusion.Reference.Data.Translation;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Tests.Commands;
using Fusion.Reference.Tests.Data.Formats;
using Fusion.Reference.Text;
using Fusion.Reference.Training;
using Xunit;

namespace Fusion.Reference.Tests.Experiments.Translation;

/// <summary>The whole way from the command line to the report, on generated data.</summary>
public class TranslationExperimentTests
{
    // Keys that recipes of the first version lack.
    private static readonly string[] NewerKeys = ["averageDecay", "textLearner", "textDirections", "transformerLayers", "transformerHeads", "transformerHidden", "attendTo", "normalizeSpeech", "schedule", "mergeDropout", "textState"];

    [Fact]
    public void Runs_the_rows_of_Table_2_and_reports_them_then_resumes_to_the_same_scores()
    {
        using var folder = new TemporaryFolder();
        SmallTranslation.WriteMulti30k(Path.Combine(folder["data"], "multi30k"));
        string[] rows = ["img.seq2seq.t", "img.concat-matched.v-t", "img.autofusion.v-t", "img.ganfusion.v-t", "img.ganfusion.v-t.shuffled"];
        string[] line = [.. Line(folder, "multi30k"), "--models", string.Join(',', rows)];

        var first = CommandRun.Of(line);

        Assert.Equal("", first.Error);
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("Multi30K, SYNTHETIC DATA: BLEU", first.Output, StringComparison.Ordinal);
        Assert.All(rows, row => AssertWhole(folder["out"], row));
        var report = File.ReadAllText(Path.Combine(folder["out"], "report", "report.md"));
        Assert.All(rows, row => Assert.Contains(row, report, StringComparison.Ordinal));
        Assert.Contains("The paper's Table 2 as printed", report, StringComparison.Ordinal);
        // Ours beside the paper's row, or why not.
        var own = RunJson.Read<RunScores>(Path.Combine(folder["out"], "multi30k", "img.autofusion.v-t", "seed-1", "scores.json")).Test["test_2016_flickr/bleu"];
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| Auto-Fusion | v-t | 42.31 | 61.7 | {own:0.0} |"), report, StringComparison.Ordinal);
        // No row of this table reads speech.
        Assert.DoesNotContain("read aloud by a program", report, StringComparison.Ordinal);
        Assert.Contains("| MeMAD (quoted) | v-t | 44.1 | 64.3 | not available: quoted from others |", report, StringComparison.Ordinal);
        Assert.Contains("paired bootstrap over lines", report, StringComparison.Ordinal);
        Assert.Contains("The paper's Figure 6", report, StringComparison.Ordinal);
        Assert.Contains("SYNTHETIC", report, StringComparison.Ordinal);

        var run = Path.Combine(folder["out"], "multi30k", "img.ganfusion.v-t", "seed-1");
        var (scores, translations) = (File.ReadAllText(Path.Combine(run, "scores.json")), File.ReadAllText(Path.Combine(run, "predictions.tsv")));
        Directory.Delete(run, recursive: true);
        Assert.Equal(0, CommandRun.Of([.. line, "--resume"]).ExitCode);
        Assert.Equal(scores, File.ReadAllText(Path.Combine(run, "scores.json")));
        Assert.Equal(translations, File.ReadAllText(Path.Combine(run, "predictions.tsv")));
    }

    [Fact]
    public void Speech_of_a_program_is_named_over_every_table_and_absent_test_sets_are_listed()
    {
        using var folder = new TemporaryFolder();
        SmallTranslation.WriteMulti30k(Path.Combine(folder["data"], "multi30k"));
        Assert.Equal(0, CommandRun.Of([.. Line(folder, "multi30k"), "--models", "all.seq2seq.t"]).ExitCode);
        var runs = Path.Combine(folder["out"], "multi30k");
        // Runs as real data with speech would leave them.
        var trained = Path.Combine(runs, "all.seq2seq.t", "seed-1");
        foreach (var row in new[] { "fr.seq2seq.s-t", "fr.autofusion.s-t", "fr.concat-matched.s-t" })
            AsRow(trained, Path.Combine(runs, row, "seed-1"), row);
        Directory.Delete(Path.Combine(runs, "all.seq2seq.t"), recursive: true);

        var output = CommandRun.Of("report", "--out", folder["out"]);

        Assert.Equal("", output.Error);
        var report = File.ReadAllText(Path.Combine(folder["out"], "report", "report.md"));
        var captions = report.Split('\n').Where(line => line.StartsWith("**Table", StringComparison.Ordinal)).Where(line => !line.Contains("Experiments", StringComparison.Ordinal)).ToArray();
        Assert.True(captions.Length >= 5, $"{captions.Length} tables");
        Assert.All(captions, caption => Assert.EndsWith("SYNTHETIC SPEECH", caption, StringComparison.Ordinal));
        Assert.Contains("not in the target language: test_2017_flickr, test_2017_mscoco, test_2018_flickr.", report.Replace("\\_", "_", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_table_of_every_data_set_can_be_reported()
    {
        using var folder = new TemporaryFolder();
        SmallTranslation.WriteMulti30k(Path.Combine(folder["data"], "multi30k"));
        Assert.Equal(0, CommandRun.Of([.. Line(folder, "multi30k"), "--models", "all.seq2seq.t"]).ExitCode);
        var trained = Path.Combine(folder["out"], "multi30k", "all.seq2seq.t", "seed-1");
        foreach (var (dataset, study) in from dataset in ExperimentCatalog.Translations from study in dataset.Studies select (dataset, study))
        {
            foreach (var row in study.Variants)
                AsRow(trained, Path.Combine(folder[study.Name], dataset.Name, row.Name, "seed-1"), row.Name);

            var output = CommandRun.Of("report", "--out", folder[study.Name]);

            Assert.Equal((study.Name, 0, ""), (study.Name, output.ExitCode, output.Error));
            Assert.Contains(study.Title, File.ReadAllText(Path.Combine(folder[study.Name], "report", "report.md")), StringComparison.Ordinal);
        }
    }

    // A finished run as another row would have left it, on data that are not generated.
    private static void AsRow(string from, string to, string row)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from).Select(Path.GetFileName))
        {
            File.Copy(Path.Combine(from, file!), Path.Combine(to, file!));
            if (file is "scores.json" or "recipe.json")
                File.WriteAllText(Path.Combine(to, file), File.ReadAllText(Path.Combine(to, file)).Replace("all.seq2seq.t", row, StringComparison.Ordinal).Replace("\"synthetic\": true", "\"synthetic\": false", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_trained_run_translates_lines_of_text_alone()
    {
        using var folder = new TemporaryFolder();
        SmallTranslation.WriteMulti30k(Path.Combine(folder["data"], "multi30k"));
        Assert.Equal(0, CommandRun.Of([.. Line(folder, "multi30k"), "--models", "img.autofusion.v-t,img.seq2seq.t"]).ExitCode);
        string Run(string row) => Path.Combine(folder["out"], "multi30k", row, "seed-1");

        // The text model's own test translations come back.
        var rows = TranslationFile.Read(Path.Combine(Run("img.seq2seq.t"), "predictions.tsv"));
        var source = File.ReadAllLines(Path.Combine(folder["data"], "multi30k", "data", "task1", "tok", "test_2016_flickr.lc.norm.tok.en"));
        Assert.Equal(rows.Select(row => row.Hypothesis), Translate(source, "--run", Run("img.seq2seq.t"), "--tokenized"));

        string[] lines = [.. source.Take(3), "", "Something, never seen before!"];
        var fused = Translate(lines, "--run", Run("img.autofusion.v-t"));
        Assert.Equal(lines.Length, fused.Length);
        Assert.Equal("", fused[3]);

        Assert.Contains("expected the folder of a finished run", CommandRun.Of("translate", "--run", folder["out"]).LastError(), StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_features_of_the_lines_their_own_translations_come_back()
    {
        using var folder = new TemporaryFolder();
        SmallTranslation.WriteMulti30k(Path.Combine(folder["data"], "multi30k"));
        Assert.Equal(0, CommandRun.Of([.. Line(folder, "multi30k"), "--models", "img.concat-matched.v-t,img.seq2seq.t", "--set", "AttendTo=VT"]).ExitCode);
        string Run(string row) => Path.Combine(folder["out"], "multi30k", row, "seed-1");
        var run = Run("img.concat-matched.v-t");
        var images = Path.Combine(folder["data"], "multi30k", "images");
        var own = Path.Combine(images, "test_2016_flickr-resnet50-avgpool.npy");
        var source = File.ReadAllLines(Path.Combine(folder["data"], "multi30k", "data", "task1", "tok", "test_2016_flickr.lc.norm.tok.en"));
        string[] hypotheses = [.. TranslationFile.Read(Path.Combine(run, "predictions.tsv")).Select(row => row.Hypothesis)];

        Assert.Equal(hypotheses, Translate(source, "--run", run, "--tokenized", "--image", own));

        Assert.Contains("expected a row for each line, found 16 rows and more lines", Refused([.. source, source[0]], "--run", run, "--image", own), StringComparison.Ordinal);
        Assert.Contains("expected a row for each of the 15 lines, found 16", Refused(source[1..], "--run", run, "--image", own), StringComparison.Ordinal);
        Assert.Contains("expected a run that reads speech, found one that reads text and image", Refused(source, "--run", run, "--speech", own), StringComparison.Ordinal);
        var narrow = folder["narrow.npy"];
        NpyFile.Write(narrow, new float[16 * 3], 16, 3);
        Assert.Contains("values in each row, as the run learned from, found 3", Refused(source, "--run", run, "--image", narrow), StringComparison.Ordinal);
        Assert.Contains("expected a name that ends in .npy", Refused(source, "--run", run, "--image", folder["features.bin"]), StringComparison.Ordinal);
        File.Delete(Path.Combine(run, "features.safetensors"));
        Assert.Contains("train it again to translate with features", Refused(source, "--run", run, "--image", own), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_say_what_there_is_to_attend_to_and_not_the_recipe_without_them()
    {
        using var folder = new TemporaryFolder();
        SmallTranslation.WriteMulti30k(Path.Combine(folder["data"], "multi30k"));

        Assert.Equal(0, CommandRun.Of([.. Line(folder, "multi30k"), "--models", "own.seq2seq.v,img.autofusion.v-t", "--set", "AttendTo=V", "--set", "Lines=WithImages"]).ExitCode);

        foreach (var row in new[] { "own.seq2seq.v", "img.autofusion.v-t" })
            Assert.Contains("decoder.key_image.weight", SafetensorsFile.Open(Path.Combine(folder["out"], "multi30k", row, "seed-1", "checkpoint.safetensors")).Keys);
        var error = CommandRun.Of([.. Line(folder, "multi30k"), "--models", "img.seq2seq.t", "--set", "AttendTo=V"]).UserError();
        Assert.Contains("--set Modalities=T: expected a set with image while Attention=true", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(Precision.Float32))]
    [InlineData(nameof(Precision.BFloat16))]
    public void A_trained_run_scores_again_what_it_scored(string precision)
    {
        using var folder = new TemporaryFolder();
        SmallTranslation.WriteMulti30k(Path.Combine(folder["data"], "multi30k"));
        Assert.Equal(0, CommandRun.Of([.. Line(folder, "multi30k"), "--models", "img.ganfusion.v-t", "--set", $"Precision={precision}"]).ExitCode);
        var run = Path.Combine(folder["out"], "multi30k", "img.ganfusion.v-t", "seed-1");
        var trained = RunJson.Read<RunScores>(Path.Combine(run, "scores.json")).Test;

        var again = CommandRun.Of("evaluate", "--run", run, "--data", folder["data"]);

        Assert.Equal("", again.Error);
        var scores = JsonNode.Parse(again.Output)!.AsObject();
        Assert.Contains("test_2016_flickr/meteor", scores.Select(pair => pair.Key));
        Assert.All(scores, pair => Assert.Equal(trained[pair.Key], pair.Value!.GetValue<double>()));
        Assert.Contains("val/bleu", CommandRun.Of("evaluate", "--run", run, "--data", folder["data"], "--split", "val").Output, StringComparison.Ordinal);
        Assert.Contains("--split dev: expected one of test_2016_flickr, val, train", CommandRun.Of("evaluate", "--run", run, "--data", folder["data"], "--split", "dev").LastError(), StringComparison.Ordinal);
        var tokens = Path.Combine(folder["data"], "multi30k", "data", "task1", "tok", "val.lc.norm.tok.en");
        File.WriteAllText(tokens, File.ReadAllText(tokens).Replace("a", "b", StringComparison.Ordinal));
        Assert.Contains("expected the data that the run learned from", CommandRun.Of("evaluate", "--run", run, "--data", folder["data"]).LastError(), StringComparison.Ordinal);
    }

    [Fact]
    public void Train_runs_one_model_on_the_modalities_named()
    {
        using var folder = new TemporaryFolder();
        SmallTranslation.WriteMulti30k(Path.Combine(folder["data"], "multi30k"));
        string[] line = ["train", .. Line(folder, "multi30k")[1..], "--set", "Lines=WithImages"];

        Assert.Equal(0, CommandRun.Of([.. line, "--model", "concat-matched-auto", "--modalities", "t,v"]).ExitCode);

        Assert.Equal(["own.concat-matched-auto.v-t"], Directory.EnumerateDirectories(Path.Combine(folder["out"], "multi30k")).Select(Path.GetFileName));
        Assert.Contains("Models of your own choice", File.ReadAllText(Path.Combine(folder["out"], "report", "report.md")), StringComparison.Ordinal);
        Assert.Contains("--modalities x: expected one or more of t, s and v", CommandRun.Of([.. line, "--model", "autofusion", "--modalities", "x"]).LastError(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_an_older_version_is_reported_continued_and_read()
    {
        using var folder = new TemporaryFolder();
        SmallTranslation.WriteMulti30k(Path.Combine(folder["data"], "multi30k"));
        string[] line = [.. Line(folder, "multi30k"), "--models", "img.autofusion.v-t"];
        Assert.Equal(0, CommandRun.Of(line).ExitCode);
        var run = Path.Combine(folder["out"], "multi30k", "img.autofusion.v-t", "seed-1");
        Assert.Contains("Target tokens/s", File.ReadAllText(Path.Combine(folder["out"], "report", "report.md")), StringComparison.Ordinal);
        var scores = File.ReadAllText(Path.Combine(run, "scores.json"));
        MakeOlder(run);

        Assert.Equal(0, CommandRun.Of("report", "--out", folder["out"]).ExitCode);
        Assert.Equal(0, CommandRun.Of("evaluate", "--run", run, "--data", folder["data"]).ExitCode);
        File.Delete(Path.Combine(run, "scores.json"));
        File.Delete(Path.Combine(run, "checkpoint.safetensors"));
        File.Delete(Path.Combine(run, "history.jsonl"));
        Assert.Contains("averageDecay was absent, now 0.5", CommandRun.Of([.. line, "--resume", "--set", "AverageDecay=0.5"]).LastError(), StringComparison.Ordinal);
        Assert.Equal(0, CommandRun.Of([.. line, "--resume"]).ExitCode);

        Assert.Equal(scores, File.ReadAllText(Path.Combine(run, "scores.json")));
    }

    [Fact]
    public void How2_reads_three_modalities_in_its_published_layout()
    {
        using var folder = new TemporaryFolder();
        SyntheticHow2.Write(Path.Combine(folder["data"], "how2"), new SyntheticTranslationOptions { TrainLines = 64, ValidationLines = 16, TestLines = 16 });

        var run = CommandRun.Of([.. Line(folder, "how2"), "--models", "how2.plain.s,how2.plain.v,how2.autofusion.s-v-t,how2.concat-matched.s-v-t", "--set", "NormalizeSpeech=true"]);
        var unread = RunTranslate(["A man ."], ["--run", Path.Combine(folder["out"], "how2", "how2.plain.s", "seed-1")]);

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        var scores = RunJson.Read<RunScores>(Path.Combine(folder["out"], "how2", "how2.autofusion.s-v-t", "seed-1", "scores.json"));
        Assert.Contains("dev5/bleu", scores.Test.Keys);
        Assert.Contains("dev5/drop-0.5", scores.Test.Keys);
        Assert.DoesNotContain("dev5/drop-0.5", RunJson.Read<RunScores>(Path.Combine(folder["out"], "how2", "how2.plain.s", "seed-1", "scores.json")).Test.Keys);
        // Normalised by video already, and so as a whole; an evaluation reads the data as the training did.
        var speech = Path.Combine(folder["out"], "how2", "how2.plain.s", "seed-1");
        Assert.All(TranslationFeatures.Load(speech)!.Speech!.Means, mean => Assert.Equal(0, mean, 1e-4));
        var trained = RunJson.Read<RunScores>(Path.Combine(speech, "scores.json")).Test;
        Assert.All(JsonNode.Parse(CommandRun.Of("evaluate", "--run", speech, "--data", folder["data"]).Output)!.AsObject(), pair => Assert.Equal(trained[pair.Key], pair.Value!.GetValue<double>()));
        var report = File.ReadAllText(Path.Combine(folder["out"], "report", "report.md"));
        Assert.Contains("The paper's Table 1 as printed", report, StringComparison.Ordinal);
        Assert.Contains("paired bootstrap over videos of the first test set", report, StringComparison.Ordinal);
        Assert.Contains("expected --speech FILE for a model that reads no text", unread.UserError(), StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_speech_and_videos_of_the_lines_their_own_translations_come_back()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder["data"], "how2");
        SyntheticHow2.Write(data, new SyntheticTranslationOptions { TrainLines = 64, ValidationLines = 16, TestLines = 16 });
        var line = CommandRun.Of([.. Line(folder, "how2"), "--models", "how2.autofusion.s-v-t", "--set", "SpeechLearner=Lstm", "--set", "SpeechHidden=4", "--set", "AttendTo=SVT", "--set", "AverageDecay=0.9"]);
        Assert.Equal("", line.Error);
        var run = Path.Combine(folder["out"], "how2", "how2.autofusion.s-v-t", "seed-1");
        var trained = RunJson.Read<RunScores>(Path.Combine(run, "scores.json")).Test;
        Assert.All(JsonNode.Parse(CommandRun.Of("evaluate", "--run", run, "--data", folder["data"]).Output)!.AsObject(), pair => Assert.Equal(trained[pair.Key], pair.Value!.GetValue<double>()));

        // Frames as the corpus reads them: as they are stored.
        using var corpus = How2Corpus.Load(data);
        var split = corpus["dev5"];
        var speech = split.Channels[Channels.Speech];
        var archive = new KaldiArkWriter();
        long[] offsets = [.. split.Ids.Select((id, number) => archive.Matrix(id, speech.Read(number), speech.Width))];
        folder.Write("dev5.ark", archive.ToArray());
        folder.Write("dev5.scp", string.Concat(split.Ids.Select((id, number) => $"{id} dev5.ark:{offsets[number]}\n")));
        var plain = new MosesDetokenizer(Language.Find("pt"));

        var translations = Translate([.. split.Languages["en"].Raw!], "--run", run, "--speech", folder["dev5.scp"], "--image", split.Channels[Channels.Video].Files.Single());

        Assert.Equal(TranslationFile.Read(Path.Combine(run, "predictions.tsv")).Where(row => row.Split == "dev5").Select(row => plain.Text(row.Hypothesis)), translations);
    }

    [Fact]
    public void Rows_with_different_test_sets_go_together()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder["data"], "multi30k");
        SmallTranslation.WriteMulti30k(data);
        // The lines with photographs come in a division of their own, whose test set has another name.
        var images = Path.Combine(data, "data", "task1", "image_splits");
        File.WriteAllLines(Path.Combine(data, "subset.tsv"), new[] { "official_split\tline0\timage\tsplit" }.Concat(
            from split in new[] { ("train", "train"), ("val", "val"), ("test_2016_flickr", "test") }
            from line in File.ReadAllLines(Path.Combine(images, $"{split.Item1}.txt")).Index()
            select $"{split.Item1}\t{line.Index}\t{line.Item}\t{split.Item2}"));

        var run = CommandRun.Of([.. Line(folder, "multi30k"), "--models", "all.seq2seq.t,img.seq2seq.t"]);

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("train", "en", 3)]
    [InlineData("val", "fr", 1)]
    [InlineData("test_2016_flickr", "fr", 2)]
    public void A_line_without_a_word_in_the_form_of_text_is_named_before_anything_is_trained(string split, string language, int number)
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder["data"], "multi30k");
        SmallTranslation.WriteMulti30k(data);
        var path = Path.Combine(data, "data", "task1", "raw", $"{split}.{language}.gz");
        string[] lines = [.. TextLines.Read(path)];
        lines[number - 1] = "1, 2, 3";
        File.WriteAllBytes(path, TextLinesTests.Pack(string.Concat(lines.Select(line => line + "\n"))));

        var run = CommandRun.Of([.. Line(folder, "multi30k"), "--models", "img.seq2seq.t", "--set", "Text=AuthorsGlued"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"{split}:{number}: expected a word in {language} with Text=AuthorsGlued, found none in '1, 2, 3' (", run.LastError(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public void Lines_with_photographs_need_a_test_set_with_photographs()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder["data"], "multi30k");
        SmallTranslation.WriteMulti30k(data);
        File.Delete(Path.Combine(data, "images", "test_2016_flickr-resnet50-avgpool.npy"));

        var error = CommandRun.Of([.. Line(folder, "multi30k"), "--models", "img.seq2seq.t"]).UserError();

        Assert.Contains($"{data}: expected a test set in fr with features of its images for Lines=WithImages, found none", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public void Lines_with_labels_need_labels()
    {
        using var folder = new TemporaryFolder();
        SmallTranslation.WriteMulti30k(Path.Combine(folder["data"], "multi30k"));

        var error = CommandRun.Of([.. Line(folder, "multi30k"), "--models", "labels"]).LastError();

        Assert.Contains("train: expected features of the channel imageLabels, found image", error, StringComparison.Ordinal);
    }

    // What a version wrote that knew none of the keys since.
    private static void MakeOlder(string run)
    {
        var recipe = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "recipe.json")))!.AsObject();
        Assert.All(NewerKeys, key => Assert.True(recipe.Remove(key), key));
        File.WriteAllText(Path.Combine(run, "recipe.json"), recipe.ToJsonString());
        File.Delete(Path.Combine(run, "features.safetensors"));
        var history = Path.Combine(run, "history.jsonl");
        File.WriteAllLines(history, File.ReadAllLines(history).Select(epoch =>
        {
            var record = JsonNode.Parse(epoch)!.AsObject();
            Assert.True(record.Remove("tokensPerSecond"));
            return record.ToJsonString();
        }));
    }

    private static string[] Translate(string[] lines, params string[] options)
    {
        var run = RunTranslate(lines, options);
        Assert.Equal("", run.Error);
        return run.Output.TrimEnd('\n').Split('\n');
    }

    private static string Refused(string[] lines, params string[] options)
    {
        var run = RunTranslate(lines, options);
        Assert.Equal(2, run.ExitCode);
        return run.LastError();
    }

    private static CommandRun RunTranslate(string[] lines, string[] options) => CommandRun.Of(
        new RootCommand { TranslateCommand.Create(() => new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"))) }, ["translate", .. options]);

    private static string[] Line(TemporaryFolder folder, string target, string output = "out") =>
        ["reproduce", target, "--data", folder["data"], "--out", folder[output], .. SmallTranslation.Settings.SelectMany(setting => new[] { "--set", setting })];

    private static void AssertWhole(string output, string row)
    {
        var run = Path.Combine(output, "multi30k", row, "seed-1");
        Assert.Equal(
            [
                "checkpoint.safetensors", "environment.json", .. row.Contains(".v-t", StringComparison.Ordinal) ? new[] { "features.safetensors" } : [],
                "history.jsonl", "predictions.tsv", "recipe.json", "scores.json", "vocabulary.txt",
            ],
            Directory.EnumerateFiles(run).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var scores = RunJson.Read<RunScores>(Path.Combine(run, "scores.json"));
        Assert.True(scores.Synthetic);
        Assert.Equal(scores.Rows["test_2016_flickr"], TranslationFile.Read(Path.Combine(run, "predictions.tsv")).Count);
        Assert.Equal(row.EndsWith(".shuffled", StringComparison.Ordinal), JsonNode.Parse(File.ReadAllText(Path.Combine(run, "recipe.json")))!["shuffledImage"]!.GetValue<bool>());
    }
}
