using FsCheck;
using FsCheck.Xunit;
using Fusion.Reference.Data;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Text;

public class VocabularyTests
{
    private static readonly string[][] Texts = [["b", "a", "b", "é"], ["Z", "a", "b", "<UNK>", "c"]];

    [Fact]
    public void Orders_by_count_then_ordinally_after_the_reserved_words()
    {
        var vocabulary = Vocabulary.Build(Texts);

        Assert.Equal(["<PAD>", "<SOS>", "<EOS>", "<UNK>", "b", "a", "Z", "c", "é"], vocabulary.Words);
        Assert.Equal((0, 1, 2, 3), (Vocabulary.Pad, Vocabulary.Start, Vocabulary.End, Vocabulary.Unknown));
        Assert.Equal(9, vocabulary.Count);
    }

    [Fact]
    public void Leaves_rare_words_out() => Assert.Equal(["b", "a"], Vocabulary.Build(Texts, minimumCount: 2).Words.Skip(4));

    [Fact]
    public void Encodes_unknown_and_reserved_spellings_as_unknown()
    {
        var vocabulary = Vocabulary.Build(Texts);

        Assert.Equal([4, 3, 3, 3], vocabulary.Encode(["b", "new", "<PAD>", "<EOS>"]));
        Assert.Equal([4, 5], vocabulary.Encode(["b", "a", "c"], maxLength: 2));
        Assert.Equal([1, 4, 5, 2], vocabulary.Encode(["b", "a", "c"], maxLength: 2, wrap: true));
        Assert.Equal(["b", "<UNK>"], vocabulary.Decode([1, 4, 3, 2, 5, 0]));
    }

    [Property]
    public void Decodes_what_it_encoded_and_does_not_depend_on_the_order_of_texts(NonEmptyString[] words)
    {
        string[] text = [.. words.Select(word => word.Get)];
        var vocabulary = Vocabulary.Build([text]);

        Assert.Equal(text, vocabulary.Decode(vocabulary.Encode(text, wrap: true)));
        Assert.Equal(vocabulary.Words, Vocabulary.Build(text.Reverse().Select(word => new[] { word })).Words);
    }

    [Fact]
    public void Comes_back_from_json_unchanged()
    {
        var vocabulary = Vocabulary.Build(Texts);

        Assert.Equal(vocabulary.Words, Vocabulary.FromJson(vocabulary.ToJson(), "vocabulary.json").Words);
    }

    [Theory]
    [InlineData("{\"words\":[\"a\",\"a\"]}")]
    [InlineData("{\"words\":[\"<PAD>\"]}")]
    [InlineData("{\"words\":[1]}")]
    [InlineData("{\"words\":\"a\"}")]
    [InlineData("[]")]
    [InlineData("{\"words\":[")]
    public void Refuses_bad_json(string json) =>
        Assert.StartsWith("vocabulary.json", Assert.Throws<DataFormatException>(() => Vocabulary.FromJson(json, "vocabulary.json")).Message);
}
