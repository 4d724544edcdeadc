using System.Text.Json;
using FsCheck.Xunit;
using Fusion.Reference.Metrics;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class Meteor15Tests
{
    [Fact]
    public void Agrees_with_the_published_tool_on_every_golden_set() =>
        Assert.All(GoldenMetrics.Cases("meteor_1_5", "cases"), golden =>
        {
            var meteor = Scorer(golden);
            // On the texts of these cases the tool's own normaliser does the same.
            var normalizer = golden.Text("args").Contains("-norm", StringComparison.Ordinal) ? new MosesTokenizer(Language.Find(LanguageOf(golden)), escape: false) : null;
            string[] hypotheses = [.. golden.Texts("hyps").Select(Text)];
            string[][] references = [.. golden.TextLists("ref_streams").Select(set => set.Select(Text).ToArray())];
            var segments = meteor.Segments(hypotheses, references);
            foreach (var (line, expected) in golden.GetProperty("segments").EnumerateArray().Index())
            {
                Assert.Equal(expected.Numbers("stats"), segments[line].Values);
                Agrees(expected, meteor.Score(segments[line]));
            }

            var system = golden.GetProperty("system");
            var score = meteor.Corpus(hypotheses, references);
            Agrees(system, score);
            Assert.Equal(system.Number("fmean"), score.FMean, 1e-12);
            Assert.Equal(system.Number("chunks"), score.Chunks);

            string Text(string text) => normalizer is null ? text : string.Join(' ', normalizer.LowerCasedTokens(text));
        });

    [Fact]
    public void Exact_words_and_stems_weigh_as_the_language_says()
    {
        // Three words each: one the same, one of the same stem, one other; one chunk.
        var score = new Meteor15("pt").Corpus(["uma casas boa"], [["uma casa feia"]]);
        Assert.Equal(1.5 / 3, score.Precision, 1e-12);
        Assert.Equal(1.5 / 3, score.Recall, 1e-12);
        Assert.Equal(0.7 * Math.Pow(0.5, 1.4), score.Penalty, 1e-12);
        Assert.Equal(0.5 * (1 - score.Penalty), score.Score, 1e-12);
        Assert.Equal(1, score.Chunks);
    }

    [Fact]
    public void Content_words_weigh_more_than_function_words()
    {
        var meteor = new Meteor15("en");
        var content = meteor.Corpus(["the dog"], [["a dog"]]);
        var function = meteor.Corpus(["the dog"], [["the cat"]]);
        Assert.Equal(0.75, content.Precision, 1e-12);
        Assert.Equal(0.25, function.Precision, 1e-12);
    }

    [Fact]
    public void Synonyms_and_paraphrases_match_where_tables_have_them()
    {
        var paraphrases = new ParaphraseTable();
        paraphrases.Add("take off", "remove");
        var tables = MeteorTables.Own() with { Synonyms = new SynonymSets([["hat", "cap"]]), Paraphrases = paraphrases };
        var (hypothesis, references) = ("remove hat", new[] { "take off cap" });
        Assert.Equal(0, Score(MeteorTables.Own()));
        Assert.Equal((0.8 + 0.6) / 2, new Meteor15("en", tables).Corpus([hypothesis], [references]).Precision, 1e-12);
        Assert.Equal((0.8 + 0.6 + 0.6) / 3, new Meteor15("en", tables).Corpus([hypothesis], [references]).Recall, 1e-12);
        Assert.True(Score(tables with { Synonyms = null }) is var one && one > 0 && one < Score(tables));
        Assert.Contains("|modules:exact+stem+synonym+paraphrase|", new Meteor15("en", tables).Signature(1), StringComparison.Ordinal);
        // French has no synonyms, Portuguese neither synonyms nor paraphrases.
        Assert.Contains("|modules:exact+stem+paraphrase|", new Meteor15("fr", tables).Signature(1), StringComparison.Ordinal);
        Assert.Contains("|modules:exact+stem|", new Meteor15("pt", tables).Signature(1), StringComparison.Ordinal);

        double Score(MeteorTables known) => new Meteor15("en", known).Corpus([hypothesis], [references]).Score;
    }

    [Fact]
    public void The_reference_that_scores_best_counts() =>
        Assert.Equal(1, new Meteor15("pt").Corpus(["o gato", "um cão"], [["x y", "um cão"], ["o gato", "z"]]).Score);

    [Fact]
    public void Empty_lines_score_0()
    {
        var meteor = new Meteor15("pt");
        Assert.Equal(0, meteor.Corpus([""], [["o gato"]]).Score);
        Assert.Equal(0, meteor.Corpus(["o gato"], [[""]]).Score);
        Assert.Equal(0, meteor.Corpus([""], [[""]]).Score);
    }

    [Fact]
    public void Refuses_a_language_without_parameters() =>
        Assert.Contains("'xx'", Assert.Throws<ArgumentException>(() => new Meteor15("xx")).Message, StringComparison.Ordinal);

    [Property]
    public void A_text_scores_1_against_itself(byte[][] texts)
    {
        string[] lines = [.. texts.Select(text => $"casa {Line(text)}")];
        if (lines.Length > 0)
            Assert.All(MeteorParameters.Languages, language => Assert.Equal(1, new Meteor15(language).Corpus(lines, [lines]).Score, 1e-12));
    }

    [Property]
    public void Scores_lie_between_0_and_1_whatever_the_order_of_references_and_segments((byte[] Hypothesis, byte[] Reference)[] segments, byte[] more)
    {
        string[] hypotheses = [.. segments.Select(segment => Line(segment.Hypothesis)), "casa"];
        string[] references = [.. segments.Select(segment => Line(segment.Reference)), "rua"];
        string[] others = [.. references.Select(_ => Line(more))];
        var meteor = new Meteor15("pt");
        var score = meteor.Corpus(hypotheses, [references]);
        double[] all = [score.Score, score.Precision, score.Recall, score.FMean, score.Penalty];
        Assert.All(all, value => Assert.InRange(value, 0, 1 + 1e-12));
        Assert.Equal(score, meteor.Corpus([.. hypotheses.Reverse()], [[.. references.Reverse()]]));
        Assert.Equal(
            meteor.Segments(hypotheses, [references, others]).Select(segment => meteor.Score(segment).Score),
            meteor.Segments(hypotheses, [others, references]).Select(segment => meteor.Score(segment).Score));
    }

    private static Meteor15 Scorer(JsonElement golden)
    {
        var part = GoldenMetrics.Part("meteor_1_5");
        var tables = MeteorTables.Own() with { FunctionWords = part.Texts("english_function_words").ToHashSet() };
        if (golden.Text("modules").Contains("paraphrase", StringComparison.Ordinal))
            tables = tables with { Paraphrases = Paraphrases(part) };
        return new Meteor15(LanguageOf(golden), tables);
    }

    private static string LanguageOf(JsonElement golden) => golden.Text("args").Split(' ')[1];

    private static ParaphraseTable Paraphrases(JsonElement part)
    {
        var table = new ParaphraseTable();
        foreach (var entry in part.GetProperty("paraphrase_table").EnumerateArray())
            table.Add(entry.Text("reference"), entry.Text("paraphrase"));
        // The golden file lists two of the four entries; these are the others, as the expected counts of segments 3 and 8 show.
        table.Add("foot", "football");
        table.Add("en costume noir", "vêtu d' un costume sombre");
        return table;
    }

    private static void Agrees(JsonElement expected, MeteorScore actual)
    {
        Assert.Equal(expected.Number("score"), actual.Score, 1e-12);
        Assert.Equal(expected.Number("precision"), actual.Precision, 1e-12);
        Assert.Equal(expected.Number("recall"), actual.Recall, 1e-12);
        // The tool has no number where nothing matches.
        Assert.Equal(GoldenMetrics.Find(expected, "frag_penalty")?.GetDouble() ?? 0, actual.Penalty, 1e-12);
    }

    private static string Line(byte[] text)
    {
        string[] words = ["casa", "casas", "o", "rua", "cortando", "corta"];
        return string.Join(' ', text.Select(letter => words[letter % words.Length]));
    }
}
