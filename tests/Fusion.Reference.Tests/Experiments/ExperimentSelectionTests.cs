using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Mosi;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class ExperimentSelectionTests
{
    private static readonly IExperimentFactory Iemocap = new IemocapFactory();
    private static readonly IExperimentFactory Mosi = new MosiFactory();
    private static readonly IExperimentFactory[] Both = [Iemocap, Mosi];

    [Fact]
    public void Names_go_to_the_experiments_that_know_them()
    {
        Assert.Equal("table3,autofusion", ExperimentSelection.Models("table3, autofusion,text", Iemocap, Both, Profile.Quick));
        Assert.Equal("autofusion,text", ExperimentSelection.Models("table3, autofusion,text", Mosi, Both, Profile.Quick));
        Assert.Equal("", ExperimentSelection.Models("table3", Mosi, Both, Profile.Quick));
        Assert.Equal(("table3", "fusions,dropout"), (ExperimentSelection.Models(null, Iemocap, Both, Profile.Quick), ExperimentSelection.Models(null, Mosi, Both, Profile.Quick)));
    }

    [Fact]
    public void A_name_that_none_of_the_chosen_experiments_knows_is_refused() =>
        Assert.Contains("--models text: expected all, table3", Assert.Throws<UserErrorException>(() => ExperimentSelection.Models("table3,text", Iemocap, [Iemocap], Profile.Quick)).Message);

    [Fact]
    public void Settings_go_to_the_experiments_that_have_the_key()
    {
        string[] settings = ["epochs=3", "TextHidden=8", "Width = 9", "Epocs=1"];

        Assert.Equal(["epochs=3", "TextHidden=8", "Epocs=1"], ExperimentSelection.Settings(settings, Iemocap, Both));
        Assert.Equal(["epochs=3", "Width = 9", "Epocs=1"], ExperimentSelection.Settings(settings, Mosi, Both));
    }
}
