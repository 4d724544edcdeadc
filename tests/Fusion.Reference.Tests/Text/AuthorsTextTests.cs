using FsCheck.Xunit;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Text;

public class AuthorsTextTests
{
    [Theory]
    [InlineData("Excuse me.", "excuse me .")]
    [InlineData("  I don't -- know; 24/7?!  ", "i don t know ? !")]
    [InlineData("Wait...what", "wait . . .what")]
    [InlineData("[LAUGHTER] Ha", "laughter ha")]
    [InlineData("Garçon, ÉTÉ e\u0301te\u0301", "garcon ete ete")]
    [InlineData(".", ".")]
    [InlineData("24 %", "")]
    [InlineData("", "")]
    public void Keeps_letters_and_three_marks(string text, string expected) => Assert.Equal(expected, AuthorsText.Normalize(text));

    [Theory]
    [InlineData("Excuse me.", "excuse me.")]
    [InlineData("  I don't -- know; 24/7?!  ", "i don t know ?!")]
    [InlineData("Wait , what .", "wait what .")]
    [InlineData("Un garçon à l'école.", "un garcon a l ecole.")]
    public void Leaves_marks_on_their_words_on_request(string text, string expected) => Assert.Equal(expected, AuthorsText.Normalize(text, AuthorsMarks.Glued));

    [Property(Arbitrary = [typeof(HostileText.Lines)])]
    public void Leaves_its_own_text_alone(HostileText text) => Assert.All(Enum.GetValues<AuthorsMarks>(), marks =>
    {
        var once = AuthorsText.Normalize(text.Line, marks);
        Assert.Equal(once, AuthorsText.Normalize(once, marks));
        Assert.DoesNotContain(once, letter => letter is not (' ' or '.' or '!' or '?' or (>= 'a' and <= 'z')));
    });

    [Fact]
    public void Splits_at_spaces()
    {
        Assert.Equal(["excuse", "me", "."], AuthorsText.Tokens("Excuse me."));
        Assert.Empty(AuthorsText.Tokens("--"));
    }

    [Fact]
    public void Makes_of_the_real_transcripts_what_the_author_made()
    {
        var rows = TsvFile.Read(Path.Combine(SharedData.Find("data/iemocap"), "iemocap.tsv"), "transcript_raw", "transcript_norm").Rows;
        var compared = rows.Where(row => row["transcript_raw"].Length > 0 && row["transcript_norm"].Length > 0).ToArray();

        Assert.True(compared.Length > 7000);
        Assert.All(compared, row => Assert.Equal(row["transcript_norm"].Trim(), AuthorsText.Normalize(row["transcript_raw"])));
    }
}
