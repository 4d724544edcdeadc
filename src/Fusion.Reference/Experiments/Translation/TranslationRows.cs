namespace Fusion.Reference.Experiments.Translation;

/// <summary>Rows of the tables, named PREFIX.MODEL.LETTERS.</summary>
/// <param name="prefix">First part of every name.</param>
/// <param name="change">What of the recipe all rows of the table have in common.</param>
internal sealed class TranslationRows(string prefix, Func<TranslationRecipe, TranslationRecipe> change)
{
    /// <summary>Ends the name of a row whose images belong to other lines.</summary>
    public const string Shuffled = ".shuffled";

    /// <summary>First part of the names of <see cref="Own"/>.</summary>
    public const string OwnPrefix = "own";

    private const int QuickEpochs = 8;

    /// <summary>Middle of the name of a row without attention.</summary>
    public const string Plain = "plain";

    /// <summary>The recipe of generated data: few and easy lines, so that small batches give them enough steps.</summary>
    public static TranslationRecipe Smoke { get; } = new()
    {
        Epochs = 20, Patience = 20, BatchSize = 16, LearningRate = 6e-3, Dropout = 0.1, LabelSmoothing = 0, TextHidden = 64, DecoderHidden = 64, WordFeatures = 64,
        Latent = 32, DiscriminatorHidden = 64, Merges = 0, Beam = 2,
    };

    /// <summary>Every model on every set of modalities, with nothing of the recipe changed but these: what the command <c>train</c> takes its row from.</summary>
    public static ModelStudy<TranslationRecipe> Own { get; } = MakeOwn();

    /// <summary>The recipe of a profile; <c>quick</c> stops when most is learned.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="recipe">The recipe that trains to the end.</param>
    /// <param name="smoke">The recipe of generated data.</param>
    public static TranslationRecipe For(Profile profile, TranslationRecipe recipe, TranslationRecipe smoke) => profile switch
    {
        Profile.Smoke => smoke,
        Profile.Quick => recipe with { Epochs = Math.Min(recipe.Epochs, QuickEpochs) },
        _ => recipe,
    };

    /// <summary>Name of a row.</summary>
    public static string Name(string prefix, string model, ModalitySet modalities) => $"{prefix}.{model}.{modalities.Letters()}";

    /// <summary>Place of a row among those of its table where not all can be run: the words alone, the fusions, what they are compared with, then the rest.</summary>
    public static int Rank(ModelVariant<TranslationRecipe> row) => row.Model switch
    {
        _ when row.Name.EndsWith(Shuffled, StringComparison.Ordinal) => 4,
        _ when row.Name.Contains($".{Plain}.", StringComparison.Ordinal) => 5,
        TranslationModels.Auto or TranslationModels.Gan => 1,
        TranslationModels.ConcatMatched or TranslationModels.ConcatMatchedAuto => 2,
        _ => row.Apply(new TranslationRecipe()).Modalities.Names().Count == 1 ? 0 : 3,
    };

    /// <summary>A row with attention to the text.</summary>
    public ModelVariant<TranslationRecipe> Row(string model, ModalitySet modalities) =>
        new(Name(prefix, model, modalities), model, Describe(model, modalities), recipe => change(recipe) with { Modalities = modalities });

    /// <summary>A control: each line gets the image of another.</summary>
    public ModelVariant<TranslationRecipe> RowWithShuffledImages(string model, ModalitySet modalities) => new(
        Name(prefix, model, modalities) + Shuffled, model, $"{Describe(model, modalities)}; every line with the image of another", recipe => change(recipe) with { Modalities = modalities, ShuffledImage = true });

    /// <summary>A row of one modality without attention.</summary>
    public ModelVariant<TranslationRecipe> RowWithoutAttention(ModalitySet modalities) => new(
        Name(prefix, Plain, modalities), TranslationModels.Seq2Seq, $"{Describe(TranslationModels.Seq2Seq, modalities)}; without attention", recipe => change(recipe) with { Modalities = modalities, Attention = false });

    /// <summary>One modality, then each way to fuse some sets of them.</summary>
    public IReadOnlyList<ModelVariant<TranslationRecipe>> Fusions(params IReadOnlyList<ModalitySet> sets) =>
    [
        .. from model in new[] { TranslationModels.Seq2Seq, TranslationModels.ConcatMatched, TranslationModels.Auto, TranslationModels.Gan }
           from set in sets
           select Row(model, set),
    ];

    private static ModelStudy<TranslationRecipe> MakeOwn()
    {
        // Without text there is nothing to attend to, unless the recipe says what.
        TranslationRows with = new(OwnPrefix, recipe => recipe);
        var sets = Enum.GetValues<ModalitySet>();
        return new(OwnPrefix, "Models of your own choice",
        [
            .. sets.Select(set => Of(set).Row(TranslationModels.Seq2Seq, set)),
            .. from model in TranslationModels.Names.Except([TranslationModels.Seq2Seq]) from set in sets where set.Names().Count > 1 select Of(set).Row(model, set),
        ]);

        TranslationRows Of(ModalitySet set) => set.Has(ModalitySets.Text) ? with
            : new(OwnPrefix, recipe => recipe with { Attention = recipe.Attention && set.Names().Any(name => recipe.AttendTo.Has(name)) });
    }

    private static string Describe(string model, ModalitySet modalities) => model switch
    {
        TranslationModels.ConcatMatched => $"{List(modalities)}: concatenation and an MLP as large as GANFusion",
        TranslationModels.ConcatMatchedAuto => $"{List(modalities)}: concatenation and an MLP as large as AutoFusion",
        TranslationModels.Auto => $"{List(modalities)}: AutoFusion (equation 1)",
        TranslationModels.Gan => $"{List(modalities)}: GANFusion (equations 2 and 3), all players trained in one step",
        _ when modalities.Names().Count == 1 => $"{List(modalities)} alone",
        _ => $"{List(modalities)} side by side: early fusion",
    };

    private static string List(ModalitySet modalities) => string.Join(" and ", modalities.Names());
}
