using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Text;

public class TextPipelineTests
{
    private static readonly Vocabulary Words = Vocabulary.Build([["a", "dog", "runs", "."]]);

    [Theory]
    [InlineData(nameof(TextForm.Tokenized), "A dog, d&apos; eau .", "A|dog,|d&apos;|eau|.")]
    [InlineData(nameof(TextForm.Tokenized), "a\tdog", "a|dog")]
    [InlineData(nameof(TextForm.Tokenized), "a\rdog", "a|dog")]
    [InlineData(nameof(TextForm.Raw), "A dog's \"toy\".", "a|dog|&apos;s|&quot;|toy|.|&quot;")]
    [InlineData(nameof(TextForm.AuthorsGlued), "Garçon, don't! 7.", "garcon|don|t!|.")]
    [InlineData(nameof(TextForm.AuthorsSeparate), "Garçon, don't! 7.", "garcon|don|t|!|.")]
    public void Splits_in_every_form(string form, string line, string expected) =>
        Assert.Equal(expected, string.Join('|', new TextPipeline(new WordSplitter(Enum.Parse<TextForm>(form), Language.English), null, Words).Words(line)));

    [Fact]
    public void Numbers_whole_words_and_spells_them_again()
    {
        var text = new TextPipeline(new WordSplitter(TextForm.Raw, Language.English), null, Words);

        Assert.Equal([1, 5, 6, 7, 4, 2], text.Encode("A dog runs."));
        Assert.Equal([5, 3], text.Encode("A cat runs.", maxLength: 2, wrap: false));
        Assert.Equal("a dog <UNK> .", text.Decode([1, 5, 6, 3, 4, 2, 5]));
        Assert.Equal([1, 2], text.Encode(""));
        Assert.Equal("", text.Decode([]));
    }

    [Fact]
    public void Numbers_pieces_and_joins_them_again()
    {
        var pieces = new BpeSegmenter(new BpeMerges([("d", "o"), ("do", "g</w>")]));
        var text = new TextPipeline(new WordSplitter(TextForm.Tokenized, Language.English), pieces, Vocabulary.Build([["dog", "do@@", "t"]]));

        Assert.Equal(["do@@", "t", "dog"], text.Tokens("dot dog"));
        Assert.Equal("dot dog", text.Decode(text.Encode("dot dog")));
        // A model that was cut off in the middle of a word.
        Assert.Equal("dog do", text.Decode([1, .. text.Vocabulary.Encode(["dog", "do@@"])]));
    }

    [Fact]
    public void Pieces_that_are_merged_less_cut_no_more_of_a_line()
    {
        var pieces = new BpeSegmenter(new BpeMerges([("d", "o"), ("do", "g</w>")]));
        var text = new TextPipeline(new WordSplitter(TextForm.Tokenized, Language.English), pieces, Vocabulary.Build([["dog", "do@@", "d@@", "o@@", "g", "t"]]));

        Assert.Equal("dog dot dog", text.Decode(text.Encode("dog dot dog dog", () => true, maxLength: 4)));
        Assert.Equal(text.Encode("dog dot dog dog", maxLength: 4), text.Encode("dog dot dog dog", () => false, maxLength: 4));
        // A word is not cut.
        Assert.Equal("dog dot", text.Decode(text.Encode("dog dot dog", () => true, maxLength: 2)));
        Assert.Equal([1, 2], text.Encode("dog", () => true, maxLength: 0));
    }

    [Fact]
    public void Whole_words_have_no_merges()
    {
        var text = new TextPipeline(new WordSplitter(TextForm.Raw, Language.English), null, Words);

        Assert.Equal(text.Encode("A dog runs.", maxLength: 2), text.Encode("A dog runs.", () => true, maxLength: 2));
    }

    [Fact]
    public void Drops_whole_words()
    {
        var pieces = new BpeSegmenter(new BpeMerges([("d", "o")]));
        var text = new TextPipeline(new WordSplitter(TextForm.Tokenized, Language.English), pieces, Vocabulary.Build([["do@@", "g", "t"]]));
        var line = string.Join(' ', Enumerable.Repeat("dog dot", 20));
        var dropped = new WordDrop(0.5, 3).Of(9, 40);

        var numbers = text.Encode(line, new WordDrop(0.5, 3), 9, wrap: false);

        Assert.Equal(dropped.SelectMany((drop, word) => drop ? [Vocabulary.Unknown] : text.Encode(word % 2 == 0 ? "dog" : "dot", wrap: false)), numbers);
        Assert.Equal(text.Encode(line), text.Encode(line, new WordDrop(0, 3), 9));
        Assert.Equal([1, .. Enumerable.Repeat(3L, 40), 2], text.Encode(line, new WordDrop(1, 3), 9));
    }
}
