using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>One training run: a row of a table and a seed.</summary>
internal sealed record TranslationRun(string Experiment, ModelVariant<TranslationRecipe> Variant, int Seed)
{
    public RunFolder In(string output) => RunFolder.In(output, Experiment, Variant.Name, Seed);

    public TranslationRecipe Recipe(TranslationRecipe recipe) => Variant.Apply(recipe).Validated();
}
