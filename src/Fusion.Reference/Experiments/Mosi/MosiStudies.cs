using Fusion.Reference.Baselines;

namespace Fusion.Reference.Experiments.Mosi;

/// <summary>The tables of the experiment.</summary>
internal static class MosiStudies
{
    private const string DropoutSuffix = ".dropout";

    public static readonly ModelStudy<MosiRecipe> Main = new("fusions", "one modality, and all three fused",
        [.. MosiModels.Names.Select(model => new ModelVariant<MosiRecipe>(model, model, Describe(model)))]);

    public static readonly ModelStudy<MosiRecipe> Dropout = new("dropout", "the fusions trained with rows that lack modalities",
        [.. MosiModels.Fusions.Select(model => new ModelVariant<MosiRecipe>(
            WithDropout(model), model, $"{model}, trained with ModalityDropout", recipe => recipe with { ModalityDropout = recipe.DropoutRate }))]);

    public static readonly ModelStudy<MosiRecipe> Baselines = new("baselines", "tensor fusions, which the paper discusses and does not measure",
        [.. MosiModels.Baselines.Select(model => new ModelVariant<MosiRecipe>(model, model, Describe(model)))]);

    /// <summary>What runs where nothing else is asked for.</summary>
    public static readonly string Usual = $"{Main.Name},{Dropout.Name}";

    /// <summary>Every table, in the order of the report.</summary>
    public static readonly IReadOnlyList<ModelStudy<MosiRecipe>> Every = [Main, Dropout, Baselines];

    /// <summary>Every row, in the order of the report.</summary>
    public static readonly IReadOnlyList<ModelVariant<MosiRecipe>> Variants = [.. Every.SelectMany(study => study.Variants)];

    /// <summary>The row that trains a model with modality dropout.</summary>
    public static string WithDropout(string model) => model + DropoutSuffix;

    /// <summary>The rows that names stand for.</summary>
    /// <param name="names">Tables and rows, separated by commas.</param>
    public static IReadOnlyList<ModelVariant<MosiRecipe>> Named(string names) => ModelStudies.Named(Every, names);

    private static string Describe(string model) => model switch
    {
        MosiModels.Concat => "the three vectors side by side, then the linear head",
        MosiModels.ConcatMatchedAuto => "concatenation and an MLP with as many parameters as AutoFusion",
        MosiModels.ConcatMatchedGan => "concatenation and an MLP with as many parameters as GANFusion, its discriminators included",
        MosiModels.Auto => "AutoFusion of three modalities (equation 1)",
        MosiModels.Gan => "GANFusion of three modalities (equations 2 and 3), all players trained in one step",
        MosiModels.Tfn => "not in the paper's tables: tensor fusion (Zadeh et al., 2017), the outer product of the three vectors with a 1 appended to each",
        MosiModels.Lmf => $"not in the paper's tables: low-rank fusion (Liu et al., 2018), the same with a weight of rank {LowRankFusion.DefaultRank}",
        _ => $"{model} features alone",
    };
}
