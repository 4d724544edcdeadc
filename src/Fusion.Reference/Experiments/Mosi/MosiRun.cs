namespace Fusion.Reference.Experiments.Mosi;

/// <summary>One training run: a row of a table and a seed.</summary>
internal sealed record MosiRun(ModelVariant<MosiRecipe> Variant, int Seed);
