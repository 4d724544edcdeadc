using Fusion.Reference.Data;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Text;

public class TextPairTests
{
    private static readonly string[] Source = ["a dog runs .", "a dog &apos;s toy .", "two dogs run ."];
    private static readonly string[] Target = ["un chien court .", "le jouet d&apos; un chien .", "deux chiens courent ."];

    private static readonly TextOptions[] Options =
    [
        new TextOptions(),
        new TextOptions { Merges = 0, MinimumCount = 2 },
        new TextOptions { Merges = 30, JointVocabulary = true },
        new TextOptions { Merges = 30, JointMerges = false },
        new TextOptions { Merges = 30, PieceThreshold = 2 },
        new TextOptions { Form = TextForm.AuthorsGlued, Merges = 0, JointVocabulary = true },
        new TextOptions { Form = TextForm.Raw, Escape = false, Source = "de", Target = "pt" },
        new TextOptions { Merges = 30, MergeDropout = 0.1, JointVocabulary = true },
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Comes_back_from_its_folder_unchanged(int index)
    {
        var options = Options[index];
        using var folder = new TemporaryFolder();
        var pair = TextPair.Fit(options, Source, Target);

        pair.Save(folder.Root);
        var loaded = TextPair.Load(folder.Root, options);

        foreach (var (before, after, lines) in new[] { (pair.Source, loaded.Source, Source), (pair.Target, loaded.Target, Target) })
        {
            Assert.Equal(before.Vocabulary.Words, after.Vocabulary.Words);
            Assert.All(lines.Append("some other dogs . ÉTÉ"), line => Assert.Equal(before.Encode(line), after.Encode(line)));
        }
    }

    [Fact]
    public void Spells_its_training_text_again()
    {
        var pair = TextPair.Fit(new TextOptions { Merges = 20 }, Source, Target);

        Assert.All(Source, line => Assert.Equal(line, pair.Source.Decode(pair.Source.Encode(line))));
        Assert.All(Target, line => Assert.Equal(line, pair.Target.Decode(pair.Target.Encode(line))));
    }

    [Fact]
    public void Shares_what_is_joint()
    {
        var joint = TextPair.Fit(new TextOptions { Merges = 10, JointVocabulary = true }, Source, Target);
        Assert.Same(joint.Source.Vocabulary, joint.Target.Vocabulary);
        Assert.Same(joint.Source.Pieces!.Merges, joint.Target.Pieces!.Merges);

        var apart = TextPair.Fit(new TextOptions { Merges = 10, JointMerges = false }, Source, Target);
        Assert.Equal(BpeLearner.Learn(Source.Select(TextGolden.Words), 10).Pairs, apart.Source.Pieces!.Merges.Pairs);
        Assert.Equal(BpeLearner.Learn(Target.Select(TextGolden.Words), 10).Pairs, apart.Target.Pieces!.Merges.Pairs);
        Assert.DoesNotContain("chien", apart.Source.Vocabulary.Words);
    }

    [Fact]
    public void Keeps_words_whole_without_merges_and_counts_only_the_first_words()
    {
        var words = TextPair.Fit(new TextOptions { Merges = 0, MinimumCount = 2, MaxWords = 3 }, Source, Target);

        Assert.Null(words.Source.Pieces);
        Assert.Equal(["a", "dog"], words.Source.Vocabulary.Words.Skip(4));
    }

    [Fact]
    public void Splits_pieces_that_one_side_hardly_has()
    {
        string[] many = [.. Enumerable.Repeat("chat", 9)];
        var pair = TextPair.Fit(new TextOptions { Merges = 10, PieceThreshold = 3 }, ["chat cat cat cat"], many);

        Assert.Equal(["chat"], pair.Target.Tokens("chat"));
        Assert.NotEqual(["chat"], pair.Source.Tokens("chat"));
        Assert.Equal("chat", string.Concat(BpeSegmenter.Join(pair.Source.Tokens("chat"))));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(false, 2)]
    public void Knows_every_piece_that_training_lines_can_have_when_merges_are_left_out(bool joint, int threshold)
    {
        var options = new TextOptions { Merges = 30, JointVocabulary = joint, PieceThreshold = threshold, MergeDropout = 0.5 };
        var pair = TextPair.Fit(options, Source, Target);
        var drop = new MergeDrop(options.MergeDropout, 1);

        foreach (var (text, lines) in new[] { (pair.Source, Source), (pair.Target, Target) })
            foreach (var epoch in Enumerable.Range(1, 50))
                Assert.All(lines.Index(), line => Assert.DoesNotContain(Vocabulary.Unknown, text.Encode(line.Item, drop.Of(epoch, line.Index))));
        var plain = TextPair.Fit(options with { MergeDropout = 0 }, Source, Target);
        Assert.Subset(pair.Source.Vocabulary.Words.ToHashSet(), plain.Source.Vocabulary.Words.ToHashSet());
        Assert.Contains("d@@", pair.Source.Vocabulary.Words);
        Assert.Equal(pair.Target.Vocabulary.Words, TextPair.Fit(options with { MergeDropout = 0.9 }, Source, Target).Target.Vocabulary.Words);
    }

    [Fact]
    public void Names_the_file_that_is_missing()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("merges.bpe: expected a file", Assert.Throws<DataFormatException>(() => TextPair.Load(folder.Root, new TextOptions())).Message);
    }

    // Counted for this project's notes with other tools; train and val, raw, 30 words a line.
    [Theory]
    [InlineData(nameof(TextForm.AuthorsGlued), 1, 24_310)]
    [InlineData(nameof(TextForm.AuthorsGlued), 3, 10_874)]
    [InlineData(nameof(TextForm.AuthorsSeparate), 3, 9_028)]
    public void Counts_the_authors_words_of_Multi30K(string form, int minimumCount, int expected)
    {
        var options = new TextOptions { Form = Enum.Parse<TextForm>(form), Merges = 0, JointVocabulary = true, MinimumCount = minimumCount, MaxWords = 30 };

        var pair = TextPair.Fit(options, Lines("en"), Lines("fr"));

        Assert.Equal(expected, pair.Source.Vocabulary.Count - 4);

        static IEnumerable<string> Lines(string language) => TextGolden.Multi30K("raw", $"train.{language}").Concat(TextGolden.Multi30K("raw", $"val.{language}"));
    }
}
