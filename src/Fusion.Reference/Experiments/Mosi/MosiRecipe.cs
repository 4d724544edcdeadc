namespace Fusion.Reference.Experiments.Mosi;

/// <summary>Every choice of the CMU-MOSI experiment. The properties are the keys of <c>--set</c> and of recipe.json; one recipe for all models.</summary>
internal sealed record MosiRecipe : ICloneableRecipe<MosiRecipe>
{
    /// <summary>Most epochs.</summary>
    public int Epochs { get; init; } = 40;

    /// <summary>Epochs without a better validation score before stopping.</summary>
    public int Patience { get; init; } = 10;

    public int BatchSize { get; init; } = 64;

    public double LearningRate { get; init; } = 1e-3;

    public double ClipNorm { get; init; } = 50;

    /// <summary>Dropout on the encoders' vectors and before the head.</summary>
    public double Dropout { get; init; } = 0.5;

    /// <summary>Lambda 2 of equation 4.</summary>
    public double TaskWeight { get; init; } = 1;

    /// <summary>Lambda 1 of equation 4.</summary>
    public double FusionWeight { get; init; } = 0.1;

    /// <summary>Width to which each modality's learner brings its features.</summary>
    public int Width { get; init; } = 50;

    /// <summary>Width of the fused vector; the paper's value for classification.</summary>
    public int Latent { get; init; } = 50;

    /// <summary>Hidden width of GANFusion's discriminators.</summary>
    public int DiscriminatorHidden { get; init; } = 256;

    /// <summary>Noise on GANFusion's generator inputs.</summary>
    public double NoiseStd { get; init; } = 0.01;

    /// <summary>Probability that a training row loses a modality; the rows "with dropout" have their own, <see cref="DropoutRate"/>.</summary>
    public double ModalityDropout { get; init; }

    /// <summary>The ModalityDropout of the rows that are trained with it.</summary>
    public double DropoutRate { get; init; } = 0.3;

    /// <summary>Random choices of missing modalities over which a point of the curves is averaged.</summary>
    public int MissingDraws { get; init; } = 5;

    /// <summary>Validation metric that chooses the epoch.</summary>
    public Selection Selection { get; init; } = Selection.MacroF1;

    /// <summary>The recipe of a profile.</summary>
    public static MosiRecipe For(Profile profile) => profile == Profile.Smoke ? new() { Epochs = 6, MissingDraws = 1, LearningRate = 3e-3 } : new();

    public MosiRecipe Copy() => this with { };

    /// <summary>Throws where a value makes no sense.</summary>
    public MosiRecipe Validated()
    {
        RecipeCheck.AtLeast(1, (nameof(Epochs), Epochs), (nameof(Patience), Patience), (nameof(Width), Width), (nameof(Latent), Latent),
            (nameof(DiscriminatorHidden), DiscriminatorHidden), (nameof(MissingDraws), MissingDraws));
        // Batch normalisation in GANFusion needs two rows.
        RecipeCheck.AtLeast(2, (nameof(BatchSize), BatchSize));
        RecipeCheck.Probability((nameof(Dropout), Dropout), (nameof(ModalityDropout), ModalityDropout), (nameof(DropoutRate), DropoutRate));
        RecipeCheck.Positive((nameof(LearningRate), LearningRate), (nameof(ClipNorm), ClipNorm));
        RecipeCheck.NotNegative((nameof(TaskWeight), TaskWeight), (nameof(FusionWeight), FusionWeight), (nameof(NoiseStd), NoiseStd));
        return this;
    }
}
