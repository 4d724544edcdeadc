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

    [Fact]
    public void Takes_words_already_counted()
    {
        var counts = new Dictionary<string, long> { ["b"] = 3, ["a"] = 2, ["<PAD>"] = 9, ["c"] = 1, ["é"] = 1 };

        Assert.Equal(["b", "a", "c", "é"], Vocabulary.Build(counts).Words.Skip(4));
        Assert.Equal(["b", "a"], Vocabulary.Build(counts, minimumCount: 2).Words.Skip(4));
    }

    [Fact]
    public void Writes_the_word_numbered_n_in_line_n_plus_1()
    {
        using var folder = new TemporaryFolder();
        Vocabulary.Build(Texts).Save(folder["vocabulary.txt"]);

        Assert.Equal("<PAD>\n<SOS>\n<EOS>\n<UNK>\nb\na\nZ\nc\né\n", File.ReadAllText(folder["vocabulary.txt"]));
    }

    [Property(MaxTest = 50)]
    public void Comes_back_from_its_file_unchanged(NonEmptyString[] words)
    {
        using var folder = new TemporaryFolder();
        // A file holds UTF-8, which has no lone surrogates, and lines.
        var vocabulary = Vocabulary.Build([words.Select(word => string.Concat(word.Get.EnumerateRunes()).ReplaceLineEndings("_").Replace('\r', '_').Replace('\n', '_'))]);

        vocabulary.Save(folder["vocabulary.txt"]);

        Assert.Equal(vocabulary.Words, Vocabulary.Load(folder["vocabulary.txt"]).Words);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("a\r")]
    public void Refuses_to_write_what_would_not_come_back(string word)
    {
        using var folder = new TemporaryFolder();

        Assert.Throws<ArgumentException>(() => Vocabulary.Build([[word]]).Save(folder["vocabulary.txt"]));
        Assert.False(File.Exists(folder["vocabulary.txt"]));
    }

    [Theory]
    [InlineData("", "vocabulary.txt:1: expected '<PAD>', found the end of the file")]
    [InlineData("<PAD>\n<SOS>\n", "vocabulary.txt:3: expected '<EOS>', found the end of the file")]
    [InlineData("a\n", "vocabulary.txt:1: expected '<PAD>', found 'a'")]
    [InlineData("<PAD>\n<SOS>\n<EOS>\n<UNK>\na\n\n", "vocabulary.txt:6: expected a word that no line above holds, found ''")]
    [InlineData("<PAD>\n<SOS>\n<EOS>\n<UNK>\na\na\n", "vocabulary.txt:6: expected a word that no line above holds, found 'a'")]
    [InlineData("<PAD>\n<SOS>\n<EOS>\n<UNK>\n<PAD>\n", "vocabulary.txt:5: expected a word that no line above holds, found '<PAD>'")]
    public void Names_the_line_at_fault(string content, string message)
    {
        using var folder = new TemporaryFolder();

        Assert.Contains(message, Assert.Throws<DataFormatException>(() => Vocabulary.Load(folder.Write("vocabulary.txt", content))).Message);
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
