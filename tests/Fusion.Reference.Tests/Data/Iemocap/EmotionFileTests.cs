using Fusion.Reference.Data;
using Fusion.Reference.Data.Iemocap;
using Xunit;

namespace Fusion.Reference.Tests.Data.Iemocap;

public class EmotionFileTests
{
    private const string Good =
        "% [START_TIME - END_TIME] TURN_NAME EMOTION [V, A, D]\n\n[6.2901 - 8.2357]\tSes01F_impro01_F000\tneu\t[2.5000, 2.5000, 2.5000]\n"
        + "C-E2:\tNeutral;\t()\nA-E3:\tval 3; act 2; dom  2;\t()\n\n[10.0100 - 11]\tSes01F_impro01_F001\txxx\t[2.5000, 2.5000, 2.5000]\r\n";

    [Fact]
    public void Takes_the_lines_of_utterances()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(
            [new EmotionFile.Entry(3, "Ses01F_impro01_F000", 6.2901, 8.2357, "neu"), new(7, "Ses01F_impro01_F001", 10.01, 11, "xxx")],
            EmotionFile.Read(folder.Write("a.txt", Good)));
    }

    [Theory]
    [InlineData("neu", "glad", "3: expected one of the emotions neu, fru, ang, sad, exc, hap, sur, fea, dis, oth, xxx, found 'glad'")]
    [InlineData("\txxx", " xxx", "7: expected 4 cells (times, utterance, emotion, valence and so on), found 3")]
    [InlineData("6.2901 - 8.2357", "6.2901-8.2357", "3: expected times '[start - end]' in seconds, the start before the end, found '[6.2901-8.2357]'")]
    [InlineData("8.2357", "6.2901", "3: expected times '[start - end]'")]
    [InlineData("6.2901", "-6.2901", "3: expected times '[start - end]'")]
    [InlineData("6.2901", "NaN", "3: expected times '[start - end]'")]
    public void Names_the_line_at_fault(string good, string bad, string message)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.txt", Good.Replace(good, bad, StringComparison.Ordinal));

        Assert.StartsWith($"{path}:{message}", Assert.Throws<DataFormatException>(() => EmotionFile.Read(path)).Message);
    }

    [Fact]
    public void Refuses_a_file_without_an_utterance()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("expected at least one line", Assert.Throws<DataFormatException>(() => EmotionFile.Read(folder.Write("a.txt", "% nothing\n"))).Message);
    }
}
