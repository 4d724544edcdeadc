using System.Globalization;
using Fusion.Layers.Tests.Docs;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Text;

/// <summary>The published tokenised files of Multi30K, made anew from the raw ones.</summary>
public class Multi30KTests
{
    private static readonly IReadOnlyList<IReadOnlyList<string>> Agreement = Markdown.Table(RepositoryFolder.Read("docs/text.md"), "Agreement with published files");

    public static TheoryData<string, string> Files => [.. Agreement.Select(row => (row[0], row[1]))];

    [Fact]
    public void ThePageCoversThreeLanguagesAndEverySplit() =>
        Assert.Equal(
            ["en", "fr", "pt"],
            Agreement.Where(row => row[1] is "train" or "val" or "test_2016_flickr").GroupBy(row => row[0]).Where(rows => rows.Count() == 3).Select(rows => rows.Key));

    [Theory]
    [MemberData(nameof(Files))]
    public void AsManyLinesAgreeAsThePageSays(string code, string split)
    {
        var row = Agreement.Single(row => row[0] == code && row[1] == split);
        var raw = TextGolden.Multi30K("raw", $"{split}.{code}");
        var published = TextGolden.Multi30K("tok", $"{split}.{code}");
        // The Portuguese files hold no entities.
        var tokenizer = new MosesTokenizer(Language.Find(code), escape: code != "pt");

        var equal = raw.Zip(published).Count(pair => string.Join(' ', tokenizer.LowerCasedTokens(pair.First)) == pair.Second);

        Assert.Equal(raw.Length, published.Length);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{equal:N0} of {raw.Length:N0} | {100.0 * equal / raw.Length:0.000} %"), $"{row[2]} | {row[3]}");
        Assert.True(equal >= 0.99 * raw.Length);
    }
}
