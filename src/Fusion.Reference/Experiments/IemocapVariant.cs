namespace Fusion.Reference.Experiments;

/// <summary>One row of a table: a model, and what of the recipe is changed for it.</summary>
/// <param name="Name">Name of its row and of its folder.</param>
/// <param name="Model">One of <see cref="IemocapModels.Names"/> or <see cref="IemocapModels.Baselines"/>.</param>
/// <param name="Description">What it is, for the reader of a table.</param>
/// <param name="Change">Changes the recipe; null: nothing.</param>
internal sealed record IemocapVariant(string Name, string Model, string Description, Func<IemocapRecipe, IemocapRecipe>? Change = null)
{
    public IemocapRecipe Apply(IemocapRecipe recipe) => Change is null ? recipe : Change(recipe).Validated();
}
