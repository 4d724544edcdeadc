using System.Text.Json.Nodes;
using Fusion.Reference.Data;
using Fusion.Reference.Data.How2;
using Fusion.Reference.Data.Multi30k;
using Fusion.Reference.Data.Synthetic;
using Fusion.Reference.Data.Translation;
using Xunit;

namespace Fusion.Reference.Tests.Data.Synthetic;

public class SyntheticTranslationTests
{
    private static readonly SyntheticTranslationOptions Small = new() { TrainLines = 80, ValidationLines = 8, TestLines = 16 };

    [Fact]
    public void The_loaders_read_what_is_written_and_know_that_it_is_synthetic()
    {
        using var folder = new TemporaryFolder();
        SyntheticMulti30k.Write(folder["multi30k"], Small);
        SyntheticHow2.Write(folder["how2"], Small);

        using var multi30k = Multi30kCorpus.Load(folder["multi30k"]);
        using var how2 = How2Corpus.Load(folder["how2"], new() { NormalizeSpeech = true });

        Assert.True(multi30k.Synthetic && how2.Synthetic);
        Assert.Equal([80, 8, 16], multi30k.Splits.Select(split => split.Count));
        Assert.Equal([80, 8, 16], how2.Splits.Select(split => split.Count));
        Assert.All(multi30k.Splits, split => Assert.Equal(split.Count, split.Channels[Channels.Image].Present));
        Assert.All(how2.Splits, split => Assert.Equal((2048, 43), (split.Channels[Channels.Video].Width, split.Channels[Channels.Speech].Width)));
        Assert.Empty(how2.Notices);
        multi30k.CheckFeatures(TestContext.Current.CancellationToken);
        how2.CheckFeatures(TestContext.Current.CancellationToken);
        var train = multi30k["train"];
        Assert.Equal(train.Languages["fr"].Tokenized!, train.Languages["fr"].Raw!.Select(raw => raw.ToLowerInvariant().Replace(".", " .", StringComparison.Ordinal)));
        // The frames of a video have mean 0 once normalised.
        var frames = Enumerable.Range(0, 8).SelectMany(line => how2["train"].Channels[Channels.Speech].Read(line)).Chunk(43).Select(frame => frame[0]);
        Assert.Equal(0, frames.Average(), 1e-3);
    }

    [Fact]
    public void No_reader_of_the_text_alone_can_beat_the_cap()
    {
        using var folder = new TemporaryFolder();
        SyntheticMulti30k.Write(folder["multi30k"], Small);
        SyntheticHow2.Write(folder["how2"], Small);
        using var multi30k = Multi30kCorpus.Load(folder["multi30k"]);
        using var how2 = How2Corpus.Load(folder["how2"]);

        AssertCap(multi30k["test_2016_flickr"], "fr", Caps(folder["multi30k"], "test_2016_flickr", "t"), 2);
        AssertCap(how2["dev5"], "pt", Caps(folder["how2"], "dev5", "t"), 4);
        Assert.Equal((1, 100), ((double)Caps(folder["multi30k"], "val", "v-t")["wordAccuracy"]!, (double)Caps(folder["multi30k"], "val", "v-t")["bleu"]!));
        Assert.Equal(100, (double)Caps(folder["how2"], "val", "s-v-t")["bleu"]!);
        var (text, speech, video) = ((double)Caps(folder["how2"], "dev5", "t")["bleu"]!, (double)Caps(folder["how2"], "dev5", "s-t")["bleu"]!, (double)Caps(folder["how2"], "dev5", "v-t")["bleu"]!);
        Assert.True(text < speech - 5 && text < video - 5 && Math.Max(speech, video) < 95, $"{text} {speech} {video}");
    }

    [Fact]
    public void The_cap_counts_runs_of_words_by_hand()
    {
        // Five words, the third of them open: of the runs of 1 to 4 words 1 of 5, 2 of 4, 3 of 3 and 2 of 2 hold it.
        SyntheticSentence[] pair = [.. new[] { 0, 1 }.Select(sense => new SyntheticSentence(["x"], ["a", "b", $"c{sense}", "d", "e"], [0], [sense], [2]))];

        Assert.Equal(0.9, SyntheticCap.WordAccuracy(pair, _ => false), 1e-12);
        Assert.Equal(100 * Math.Pow(0.9 * 0.75 * 0.5 * 0.5, 0.25), SyntheticCap.Bleu(pair, _ => false), 1e-9);
        Assert.Equal(100, SyntheticCap.Bleu(pair, _ => true), 1e-9);
    }

    [Fact]
    public void The_other_modalities_tell_the_senses()
    {
        using var folder = new TemporaryFolder();
        SyntheticMulti30k.Write(folder["multi30k"], Small);
        SyntheticHow2.Write(folder["how2"], Small);
        using var multi30k = Multi30kCorpus.Load(folder["multi30k"]);
        using var how2 = How2Corpus.Load(folder["how2"]);

        // Of the training lines that have one of two translations of a noun, the nearest picture has the same one.
        var (train, test) = (multi30k["train"], multi30k["test_2016_flickr"]);
        float[][] known = [.. Enumerable.Range(0, train.Count).Select(train.Channels[Channels.Image].Read)];
        var right = 0;
        foreach (var line in Enumerable.Range(0, test.Count))
        {
            var picture = test.Channels[Channels.Image].Read(line);
            var nearest = Enumerable.Range(0, train.Count).MinBy(other => known[other].Zip(picture, (a, b) => (a - b) * (a - b)).Sum());
            right += OpenWord(train.Languages["fr"].Tokenized![nearest]) == OpenWord(test.Languages["fr"].Tokenized![line]) ? 1 : 0;
        }

        Assert.Equal(test.Count, right);
        // The mean pitch tells the second noun's sense.
        var senses = SyntheticLexicon.Portuguese.Ambiguous[1].SelectMany(noun => new[] { (Word: noun.First.Split(' ')[1], Sense: 0), (Word: noun.Second.Split(' ')[1], Sense: 1) }).ToDictionary(pair => pair.Word, pair => pair.Sense);
        var dev = how2["dev5"];
        foreach (var line in Enumerable.Range(0, dev.Count))
        {
            var pitch = dev.Channels[Channels.Speech].Read(line).Chunk(43).Average(frame => frame[41]);
            var word = dev.Languages["pt"].Raw![line].TrimEnd('.').Split(' ').First(senses.ContainsKey);
            Assert.Equal(senses[word], pitch > 0 ? 1 : 0);
        }

        string OpenWord(string sentence) => sentence.Split(' ').First(word => SyntheticLexicon.French.Ambiguous[0].Any(noun => noun.First.EndsWith($" {word}", StringComparison.Ordinal) || noun.Second.EndsWith($" {word}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("fr")]
    [InlineData("pt")]
    public void No_sense_shares_its_words_with_anything_else(string language)
    {
        var lexicon = language == "fr" ? SyntheticLexicon.French : SyntheticLexicon.Portuguese;
        var nouns = lexicon.Ambiguous.SelectMany(list => list).ToArray();
        string[] open = [.. nouns.SelectMany(noun => new[] { noun.First, noun.Second }).Select(phrase => phrase.Split(' ')[1])];
        var others = lexicon.Adjectives.Concat(lexicon.Subjects).Concat(lexicon.Verbs).Concat(lexicon.Places).Append(lexicon.Link).SelectMany(pair => pair.Target.Split(' '));

        Assert.Equal(open.Length, open.Distinct().Count());
        Assert.Empty(open.Intersect(others));
        Assert.All(nouns, noun => Assert.Equal(noun.First.Split(' ')[0], noun.Second.Split(' ')[0]));
        Assert.All(nouns, noun => Assert.Equal((2, 2), (noun.First.Split(' ').Length, noun.Second.Split(' ').Length)));
    }

    [Fact]
    public void No_source_sentence_is_in_two_splits()
    {
        using var folder = new TemporaryFolder();
        SyntheticHow2.Write(folder.Root, Small with { TrainLines = 250 });
        using var corpus = How2Corpus.Load(folder.Root);

        var sources = corpus.Splits.Select(split => split.Languages["en"].Raw!.Distinct().ToArray()).ToArray();
        Assert.Equal(sources.Sum(split => split.Length), sources.SelectMany(split => split).Distinct().Count());
        // Whole videos of eight segments, four of each source sentence.
        Assert.Equal([256, 8, 16], corpus.Splits.Select(split => split.Count));
        Assert.Equal([64, 2, 4], sources.Select(split => split.Length));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_one_others()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, seed) in new[] { ("a", 1UL), ("b", 1UL), ("c", 2UL) })
        {
            SyntheticMulti30k.Write(folder[$"{name}/multi30k"], Small with { Seed = seed });
            SyntheticHow2.Write(folder[$"{name}/how2"], Small with { Seed = seed });
        }

        string[] files = [.. Directory.GetFiles(folder["a"], "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder["a"], path))];
        Assert.Equal(57, files.Length);
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(folder["a"], file)), File.ReadAllBytes(Path.Combine(folder["b"], file))));
        Assert.NotEqual(File.ReadAllBytes(folder["a/how2/data/train/text.en"]), File.ReadAllBytes(folder["c/how2/data/train/text.en"]));
        // Another seed in the same folder leaves nothing of the first behind.
        SyntheticHow2.Write(folder["a/how2"], Small with { Seed = 2 });
        Assert.Equal(File.ReadAllBytes(folder["c/how2/data/train/text.en"]), File.ReadAllBytes(folder["a/how2/data/train/text.en"]));
    }

    [Fact]
    public void Data_that_were_not_generated_are_never_replaced()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["data"]);

        Assert.Contains("holds data, which was not generated here", Assert.Throws<ArgumentException>(() => SyntheticHow2.Write(folder.Root, Small)).Message);
        Assert.Contains("holds data, which was not generated here", Assert.Throws<ArgumentException>(() => SyntheticMulti30k.Write(folder.Root, Small)).Message);
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    private static JsonObject Caps(string directory, string split, string modalities) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(directory, "SYNTHETIC.json")))!["caps"]![split]![modalities]!.AsObject();

    // Gives each source sentence the translation of one of its lines, any of them: what is right of it has to be the cap, counted independently of how the manifest does.
    private static void AssertCap(ParallelSplit split, string language, JsonObject cap, int combinations)
    {
        var random = new SeededRandom(5);
        var lines = Enumerable.Range(0, split.Count).GroupBy(line => split.Languages["en"].Raw![line]).ToArray();
        Assert.All(lines, group => Assert.Equal(combinations, group.Count()));
        var guesses = lines.ToDictionary(group => group.Key, group => Words(split, language, group.ElementAt(random.Below(combinations))));
        var logarithm = 0.0;
        for (var order = 1; order <= 4; order++)
        {
            var (right, total) = (0, 0);
            foreach (var line in Enumerable.Range(0, split.Count))
            {
                var (reference, guess) = (Grams(Words(split, language, line), order), Grams(guesses[split.Languages["en"].Raw![line]], order));
                total += guess.Length;
                right += guess.CountBy(gram => gram).Sum(pair => Math.Min(pair.Value, reference.Count(gram => gram == pair.Key)));
            }

            if (order == 1)
                Assert.Equal((double)cap["wordAccuracy"]!, (double)right / total, 1e-4);
            logarithm += Math.Log((double)right / total) / 4;
        }

        Assert.Equal((double)cap["bleu"]!, 100 * Math.Exp(logarithm), 0.01);
    }

    private static string[] Words(ParallelSplit split, string language, int line) => split.Languages[language].Raw![line].Replace(".", " .", StringComparison.Ordinal).Split(' ');

    private static string[] Grams(string[] words, int order) => [.. Enumerable.Range(0, words.Length - order + 1).Select(start => string.Join(' ', words[start..(start + order)]))];
}
