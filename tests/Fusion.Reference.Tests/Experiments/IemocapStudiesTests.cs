using Fusion.Reference.Experiments;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class IemocapStudiesTests
{
    [Fact]
    public void Every_row_has_a_name_of_its_own_and_a_recipe_that_holds()
    {
        // A row may stand in two tables: it is then the same one.
        ModelVariant<IemocapRecipe>[] rows = [.. IemocapStudies.Every.SelectMany(study => study.Variants).Distinct()];

        Assert.Equal(rows.Length, rows.Select(row => row.Name).Distinct().Count());
        Assert.All(rows, row => Assert.Contains(row.Model, IemocapModels.Names.Concat(IemocapModels.Baselines)));
        Assert.All(rows, row => row.Apply(new IemocapRecipe()).Validated());
    }

    [Fact]
    public void Names_stand_for_studies_and_rows_in_the_order_given_once_each()
    {
        Assert.Equal(["autofusion.lambda0", "lstm-t", "lstm-s", "concat", "concat-matched", "autofusion", "ganfusion"],
            IemocapStudies.Variants("autofusion.lambda0, table3,lstm-t").Select(row => row.Name));
        Assert.Equal(IemocapStudies.Every.SelectMany(study => study.Variants).Distinct().Count(), IemocapStudies.Variants("all").Count);
        Assert.Contains("--models lstm: expected all, table3", Assert.Throws<UserErrorException>(() => IemocapStudies.Variants("lstm")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IemocapModels.Tfn)]
    [InlineData(IemocapModels.Lmf)]
    [InlineData(IemocapModels.Mult)]
    public void Rows_that_the_paper_does_not_have_say_so(string name) =>
        Assert.StartsWith("not in the paper's tables", IemocapStudies.Baselines.Variants.Single(row => row.Name == name).Description, StringComparison.Ordinal);

    [Fact]
    public void Controls_change_one_thing()
    {
        foreach (var row in IemocapStudies.Controls.Variants.Where(row => row.Change is not null))
        {
            var changed = row.Apply(new IemocapRecipe());
            Assert.Single(typeof(IemocapRecipe).GetProperties(), property => !Equals(property.GetValue(changed), property.GetValue(new IemocapRecipe())));
        }
    }
}
