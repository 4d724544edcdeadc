namespace Fusion.Reference.Experiments;

/// <summary>One row of a table: a model, and what of the recipe is changed for it.</summary>
/// <typeparam name="TRecipe">The recipe of the experiment.</typeparam>
/// <param name="Name">Name of its row and of its folder.</param>
/// <param name="Model">Name of the model.</param>
/// <param name="Description">What it is, for the reader of a table.</param>
/// <param name="Change">Changes the recipe; null: nothing.</param>
internal sealed record ModelVariant<TRecipe>(string Name, string Model, string Description, Func<TRecipe, TRecipe>? Change = null)
{
    public TRecipe Apply(TRecipe recipe) => Change is null ? recipe : Change(recipe);
}
