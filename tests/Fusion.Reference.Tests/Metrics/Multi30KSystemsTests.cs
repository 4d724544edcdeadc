using System.Text.Json;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

/// <summary>Systems made by rule from a real test set, scored by the original tools and by all of ours.</summary>
public sealed class Multi30KSystemsTests
{
    [Theory]
    [InlineData("copy-source en->fr")]
    [InlineData("reference with token pairs (0,1),(5,6),(10,11).. swapped")]
    [InlineData("dropped de")]
    [InlineData("rotated de")]
    public void Agrees_with_the_original_tools(string name)
    {
        var golden = GoldenMetrics.Cases("multi30k_test_2016_flickr", "cases").Single(golden => golden.Text("name") == name);
        var reference = Lines(golden.Text("lang"));
        var hypotheses = Hypotheses(name, reference);
        string[][] references = [reference];
        Agrees(golden.GetProperty("sacrebleu_tok_none"), Score(new() { Tokenizer = BleuTokenizer.None }));
        Agrees(golden.GetProperty("sacrebleu_13a"), Score(new()));
        Agrees(golden.GetProperty("sacrebleu_intl"), Score(new() { Tokenizer = BleuTokenizer.International }));
        Assert.Equal(golden.Text("multi_bleu_perl"), BleuTests.MultiBleuLine(Score(new() { Variant = BleuVariant.MultiBleu })));
        var coco = Score(new() { Variant = BleuVariant.Coco });
        foreach (var (index, expected) in golden.Numbers("coco_bleu_1_4").Index())
            Assert.Equal(expected, coco.Cumulative[index] / 100, 1e-12);
        Assert.Equal(golden.Number("chrf2"), Chrf.Corpus(hypotheses, references), 1e-9);
        Assert.Equal(golden.Number("chrfpp"), Chrf.Corpus(hypotheses, references, new ChrfOptions { WordOrder = 2 }), 1e-9);
        MeteorAgrees(golden, hypotheses, references);

        BleuScore Score(BleuOptions options) => Bleu.Corpus(hypotheses, references, options);
    }

    [Fact]
    public void Agrees_with_NLTK_3_8()
    {
        string[][] references = [Lines("fr")];
        var swapped = Hypotheses("reference", references[0]);
        double[] bleu = [100.0, 63.341653557941356, 44.33044344906668, 19.93013145277123];
        var cumulative = Bleu.Corpus(swapped, references, new BleuOptions { Variant = BleuVariant.Nltk }).Cumulative;
        foreach (var (index, expected) in bleu.Index())
            Assert.Equal(expected, cumulative[index], 1e-9);
        Assert.Equal(0.871395917845382, new NltkMeteor().Corpus(swapped, references), 1e-12);
        Assert.Equal(0.0675324584716491, new NltkMeteor().Corpus(Lines("en"), references), 1e-12);
    }

    private static void MeteorAgrees(JsonElement golden, string[] hypotheses, string[][] references)
    {
        var english = GoldenMetrics.Part("meteor_1_5").Texts("english_function_words").ToHashSet();
        var meteor = new Meteor15(golden.Text("lang"), MeteorTables.Own() with { FunctionWords = english });
        var segments = meteor.Segments(hypotheses, references);
        double[] scores = [.. segments.Select(segment => meteor.Score(segment).Score)];
        foreach (var (line, expected) in golden.Numbers("meteor15_first20_segments").Index())
            Assert.Equal(expected, scores[line], 1e-12);
        Assert.Equal(golden.Number("meteor15_sum_of_segment_scores"), scores.Sum(), 1e-9);
        var expectedCorpus = golden.GetProperty("meteor15_exact_stem");
        var corpus = meteor.Score(MeteorStatistics.Sum(segments));
        Assert.Equal(expectedCorpus.Number("score"), corpus.Score, 1e-12);
        Assert.Equal(expectedCorpus.Number("precision"), corpus.Precision, 1e-12);
        Assert.Equal(expectedCorpus.Number("recall"), corpus.Recall, 1e-12);
        Assert.Equal(expectedCorpus.Number("frag_penalty"), corpus.Penalty, 1e-12);
        Assert.Equal(expectedCorpus.Number("chunks"), corpus.Chunks);
    }

    private static void Agrees(JsonElement expected, BleuScore actual)
    {
        Assert.Equal(expected.Number("score"), actual.Score, 1e-9);
        Assert.Equal(expected.Number("sys_len"), actual.HypothesisLength);
        Assert.Equal(expected.Number("ref_len"), actual.ReferenceLength);
    }

    /// <summary>The rules; those of the German systems follow from their lengths and scores.</summary>
    private static string[] Hypotheses(string name, string[] reference) => name switch
    {
        "copy-source en->fr" => Lines("en"),
        "dropped de" => [.. reference.Select(line => string.Join(' ', line.Split(' ').Where((_, word) => word % 7 != 3)))],
        "rotated de" => [reference[^1], .. reference[..^1]],
        _ => [.. reference.Select(Swap)],
    };

    private static string Swap(string line)
    {
        var words = line.Split(' ');
        for (var word = 0; word + 1 < words.Length; word += 5)
            (words[word], words[word + 1]) = (words[word + 1], words[word]);
        return string.Join(' ', words);
    }

    private static string[] Lines(string language) => [.. TextLines.Read(SharedData.Find($"data/multi30k/tok/test_2016_flickr.{language}"))];
}
