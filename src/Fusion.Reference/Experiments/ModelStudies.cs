namespace Fusion.Reference.Experiments;

/// <summary>Finds the rows of an experiment's tables by name.</summary>
internal static class ModelStudies
{
    /// <summary>Name that stands for all tables.</summary>
    public const string All = "all";

    /// <summary>The rows that names stand for, each once.</summary>
    /// <param name="studies">Every table of the experiment.</param>
    /// <param name="names">Tables and rows, separated by commas.</param>
    public static IReadOnlyList<ModelVariant<TRecipe>> Named<TRecipe>(IReadOnlyList<ModelStudy<TRecipe>> studies, string names) =>
        [.. names.Split(',', StringSplitOptions.TrimEntries).SelectMany(name => Find(studies, name)).Distinct()];

    /// <summary>Name of the one row that a model is; throws for names of tables, and where it reads other modalities than it is said to.</summary>
    /// <param name="studies">Every table of the experiment.</param>
    /// <param name="model">The text of <c>--model</c>.</param>
    /// <param name="modalities">The text of <c>--modalities</c>; null: not given.</param>
    /// <param name="reads">What a row reads.</param>
    /// <param name="others">What else may be named, for the message.</param>
    public static string Row<TRecipe>(IReadOnlyList<ModelStudy<TRecipe>> studies, string model, string? modalities, Func<ModelVariant<TRecipe>, ModalitySet> reads, params IReadOnlyList<string> others)
    {
        var row = studies.SelectMany(study => study.Variants).FirstOrDefault(variant => variant.Name == model) ?? throw NoRow(studies, model, others);
        return modalities is null || ModalitySets.Parse(modalities) == reads(row) ? row.Name
            : throw new UserErrorException($"--modalities {modalities}: expected {reads(row).Option()}, which {model} reads");
    }

    private static UserErrorException NoRow<TRecipe>(IReadOnlyList<ModelStudy<TRecipe>> studies, string model, IReadOnlyList<string> others) => new(studies.FirstOrDefault(study => study.Name == model) is { } table
        ? $"--model {model}: expected one row, found a table; its rows are {string.Join(", ", table.Variants.Select(row => row.Name))}"
        : $"--model {model}: expected {string.Join(", ", others.Concat(studies.SelectMany(study => study.Variants).Select(row => row.Name)).Distinct())}");

    private static IEnumerable<ModelVariant<TRecipe>> Find<TRecipe>(IReadOnlyList<ModelStudy<TRecipe>> studies, string name)
    {
        ModelVariant<TRecipe>[] variants = [.. studies.SelectMany(study => study.Variants)];
        if (name == All)
            return variants;
        if (studies.FirstOrDefault(study => study.Name == name) is { } known)
            return known.Variants;
        return variants.Where(variant => variant.Name == name).ToArray() is { Length: > 0 } found ? found
            : throw new UserErrorException($"--models {name}: expected {All}, {string.Join(", ", studies.Select(study => study.Name).Concat(variants.Select(variant => variant.Name)))}");
    }
}

/// <summary>One table.</summary>
/// <typeparam name="TRecipe">The recipe of the experiment.</typeparam>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Title">What it compares.</param>
/// <param name="Variants">Its rows.</param>
internal sealed record ModelStudy<TRecipe>(string Name, string Title, IReadOnlyList<ModelVariant<TRecipe>> Variants);
