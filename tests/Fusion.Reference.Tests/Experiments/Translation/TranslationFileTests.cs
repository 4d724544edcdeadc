using Fusion.Reference.Experiments.Translation;
using Xunit;

namespace Fusion.Reference.Tests.Experiments.Translation;

public class TranslationFileTests
{
    [Fact]
    public void Lines_come_back_what_is_empty_in_them_too()
    {
        using var folder = new TemporaryFolder();
        TranslationFile.Row[] rows = [new("test", "1.jpg", "1.jpg", "un chien", "un petit chien"), new("test", "2.jpg", "2.jpg", "", "à l&apos; eau"), new("test", "", "", "eau", ""), new("test", "", "", "", "")];

        TranslationFile.Write(folder["predictions.tsv"], rows);

        Assert.Equal(rows, TranslationFile.Read(folder["predictions.tsv"]));
    }
}
