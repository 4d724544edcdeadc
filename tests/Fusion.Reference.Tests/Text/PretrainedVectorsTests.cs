using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Text;

public class PretrainedVectorsTests
{
    [Fact]
    public void Keeps_vectors_and_leaves_filler_rows_out()
    {
        using var folder = new TemporaryFolder();
        var vectors = Load(folder, [9, 9, 1, 2, 3, 4], "<PAD>\t1\nwhat\t0\nelse\t0\n");

        Assert.Equal((2, 2), (vectors.Count, vectors.Dimension));
        Assert.Equal([3, 4], vectors["else"].ToArray());
        Assert.True(vectors["<PAD>"].IsEmpty);
        Assert.True(vectors["other"].IsEmpty);
    }

    [Fact]
    public void Fills_a_table_for_a_vocabulary()
    {
        using var folder = new TemporaryFolder();
        var vectors = Load(folder, [9, 9, 1, 2, 3, 4], "<PAD>\t1\nwhat\t0\nelse\t0\n");
        var vocabulary = Vocabulary.Build([["else", "new", "else"]]);

        var table = vectors.Table(vocabulary, seed: 5);

        Assert.Equal(vocabulary.Count * 2, table.Length);
        Assert.Equal([0, 0], table[..2]);
        Assert.Equal([3, 4], table[(vocabulary["else"] * 2)..][..2]);
        Assert.DoesNotContain(0, table[2..]);
        Assert.Equal(table, vectors.Table(vocabulary, seed: 5));
        Assert.NotEqual(table, vectors.Table(vocabulary, seed: 6));
    }

    [Theory]
    [InlineData("a\t0\nb\t0\n", "words.tsv:2")]
    [InlineData("a\t0\nb\t0\nc\t0\nd\t0\n", "words.tsv:4")]
    [InlineData("a\t0\na\t0\nc\t0\n", "words.tsv:2")]
    [InlineData("a\t0\nb\nc\t0\n", "words.tsv:2")]
    [InlineData("a\t0\nb\t0\nc\t2\n", "words.tsv:3")]
    [InlineData("a\t0\n\t0\nc\t0\n", "words.tsv:2")]
    public void Names_the_line_at_fault(string words, string place)
    {
        using var folder = new TemporaryFolder();

        Assert.Contains($"{place}: expected", Assert.Throws<DataFormatException>(() => Load(folder, new float[6], words)).Message);
    }

    [Fact]
    public void Refuses_a_vector_that_is_not_finite()
    {
        using var folder = new TemporaryFolder();

        var error = Assert.Throws<DataFormatException>(() => Load(folder, [1, 2, 3, float.NaN, 5, 6], "a\t0\nb\t0\nc\t0\n"));

        Assert.Contains("found NaN in row 1 ('b')", error.Message);
    }

    private static PretrainedVectors Load(TemporaryFolder folder, float[] values, string words)
    {
        NpyFile.Write(folder["matrix.npy"], values, values.Length / 2, 2);
        return PretrainedVectors.Load(folder["matrix.npy"], folder.Write("words.tsv", words));
    }
}
