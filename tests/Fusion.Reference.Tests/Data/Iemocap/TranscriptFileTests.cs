using Fusion.Reference.Data;
using Fusion.Reference.Data.Iemocap;
using Xunit;

namespace Fusion.Reference.Tests.Data.Iemocap;

public class TranscriptFileTests
{
    [Fact]
    public void Takes_what_follows_the_first_colon_of_a_named_line()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.txt",
            "Ses01F_impro01_F000 [006.2901-008.2357]: Look: here.\nM: [BREATHING]\n\nSes01F_impro01_MXX0 [1-2]: Hm.\nSes01F_impro01_XX [1-2]: Hm.\n"
            + "Ses01F_impro010_F000 [1-2]: Another dialogue's.\nSes01F_impro01_M000 [008.2357-009.0]:\n");

        Assert.Equal(
            [
                new TranscriptFile.Entry(1, "Ses01F_impro01_F000", "Look: here."), new(4, "Ses01F_impro01_MXX0", "Hm."), new(7, "Ses01F_impro01_M000", ""),
            ],
            TranscriptFile.Read(path, "Ses01F_impro01"));
    }

    [Fact]
    public void Names_a_line_without_a_colon()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.txt", "\nSes01F_impro01_F000 [006.2901-008.2357] Excuse me.\n");

        Assert.StartsWith($"{path}:2: expected 'Ses01F_impro01_F000 [start-end]: text', found no colon",
            Assert.Throws<DataFormatException>(() => TranscriptFile.Read(path, "Ses01F_impro01").ToList()).Message);
    }
}
