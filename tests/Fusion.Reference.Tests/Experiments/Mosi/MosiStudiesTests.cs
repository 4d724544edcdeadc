using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Mosi;
using Xunit;

namespace Fusion.Reference.Tests.Experiments.Mosi;

public class MosiStudiesTests
{
    [Fact]
    public void Names_stand_for_tables_and_rows_each_once()
    {
        Assert.Equal(15, MosiStudies.Named(ModelStudies.All).Count);
        Assert.Equal([.. MosiModels.Names, .. MosiModels.Fusions.Select(MosiStudies.WithDropout)], MosiStudies.Named(MosiStudies.Usual).Select(variant => variant.Name));
        Assert.Equal(["tfn", "lmf"], MosiStudies.Named("baselines").Select(variant => variant.Name));
        Assert.All(MosiStudies.Baselines.Variants, variant => Assert.StartsWith("not in the paper's tables", variant.Description, StringComparison.Ordinal));
        Assert.Equal(["ganfusion", .. MosiModels.Fusions.Select(MosiStudies.WithDropout)], MosiStudies.Named("ganfusion, dropout, autofusion.dropout").Select(variant => variant.Name));
        Assert.Contains("expected all, fusions, dropout, baselines, text", Assert.Throws<UserErrorException>(() => MosiStudies.Named("table3")).Message);
    }

    [Fact]
    public void Rows_with_dropout_differ_from_their_model_in_nothing_else()
    {
        var recipe = new MosiRecipe { DropoutRate = 0.4 };

        Assert.All(MosiStudies.Main.Variants, variant => Assert.Equal(recipe, variant.Apply(recipe)));
        Assert.All(MosiStudies.Dropout.Variants, variant => Assert.Equal(recipe with { ModalityDropout = 0.4 }, variant.Apply(recipe)));
    }
}
