using Fusion.Layers;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Models;

namespace Fusion.Reference.Experiments;

/// <summary>Every choice of the IEMOCAP experiment. The properties are the keys of <c>--set</c> and of recipe.json.</summary>
/// <remarks>
/// One recipe for all models. Where it departs from the published code (learning rate 1e-3, dropout 0.2, lambda 1 = 1), the value was chosen on
/// validation: most of all lambda 1, at whose published value GANFusion's game drowns the task.
/// </remarks>
internal sealed record IemocapRecipe : ICloneableRecipe<IemocapRecipe>
{
    /// <summary>Most epochs.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Epochs without a better validation score before stopping.</summary>
    public int Patience { get; init; } = 4;

    public int BatchSize { get; init; } = 100;

    public double LearningRate { get; init; } = 4e-3;

    /// <summary>Factor on the learning rate after each epoch.</summary>
    public double LearningRateDecay { get; init; } = 0.9;

    public double ClipNorm { get; init; } = 50;

    /// <summary>Dropout on word vectors, between the audio LSTM's layers and before the head.</summary>
    public double Dropout { get; init; } = 0.3;

    /// <summary>What is minimised besides the fusion's loss.</summary>
    public ClassificationLoss TaskLoss { get; init; } = ClassificationLoss.CrossEntropy;

    /// <summary>Lambda 2 of equation 4.</summary>
    public double TaskWeight { get; init; } = 1;

    /// <summary>Lambda 1 of equation 4.</summary>
    public double FusionWeight { get; init; } = 0.01;

    /// <summary>Width of the fused vector; the paper's value for classification.</summary>
    public int Latent { get; init; } = 50;

    /// <summary>LSTM units of the text learner in each direction.</summary>
    public int TextHidden { get; init; } = 256;

    /// <summary>What the forget gates of the text learner start with.</summary>
    public double ForgetBias { get; init; } = 1;

    /// <summary>How the final states of the two directions become one vector.</summary>
    public TextDirections TextDirections { get; init; } = TextDirections.Concat;

    /// <summary>Whether and how the text learner attends to the single words.</summary>
    public TextAttention TextAttention { get; init; } = TextAttention.None;

    /// <summary>Where the word vectors start, and whether they learn.</summary>
    public WordVectors WordVectors { get; init; } = WordVectors.Pretrained;

    /// <summary>LSTM units of the speech learner.</summary>
    public int AudioHidden { get; init; } = 50;

    /// <summary>What reads the speech features.</summary>
    public AudioLearner AudioLearner { get; init; } = AudioLearner.Lstm;

    /// <summary>A control: every utterance gets the speech of another one of its part.</summary>
    public bool ShuffledAudio { get; init; }

    /// <summary>Width of the word vectors where the data brings none.</summary>
    public int WordFeatures { get; init; } = 200;

    /// <summary>Words of an utterance that are read; the rest is cut.</summary>
    public int MaxTokens { get; init; } = 30;

    /// <summary>Occurrences in the training rows that a word needs to get a vector of its own.</summary>
    public int MinimumCount { get; init; } = 2;

    /// <summary>Which emotions are told apart.</summary>
    public EmotionClasses Classes { get; init; } = EmotionClasses.Standard4;

    /// <summary>How the utterances are divided.</summary>
    public Protocol Protocol { get; init; } = Protocol.Session;

    /// <summary>Seed of the random protocol; 0: the split that the corpus brings, as far as it brings one.</summary>
    public int SplitSeed { get; init; }

    /// <summary>Session whose rows are tested; with the full profile each in turn.</summary>
    public int TestSession { get; init; } = 5;

    /// <summary>Session whose rows choose the epoch; with the full profile the one before the test session.</summary>
    public int ValidationSession { get; init; } = 4;

    /// <summary>Validation metric that chooses the epoch.</summary>
    public Selection Selection { get; init; } = Selection.MacroF1;

    /// <summary>Normalisation of the vectors that enter AutoFusion and GANFusion.</summary>
    public InputNorm InputNorm { get; init; } = InputNorm.None;

    /// <summary>Whether AutoFusion's reconstruction target is cut off from the encoders.</summary>
    public bool DetachTarget { get; init; }

    /// <summary>Game of GANFusion.</summary>
    public Objective Objective { get; init; } = Objective.NonSaturating;

    /// <summary>Normalisation of the hidden layers of GANFusion's players.</summary>
    public Normalization Normalization { get; init; } = Normalization.Batch;

    public bool SpectralNorm { get; init; }

    /// <summary>Weight of the penalty on the discriminators' gradient; needs another normalisation than Batch.</summary>
    public double R1Gamma { get; init; }

    /// <summary>Hidden width of GANFusion's discriminators.</summary>
    public int DiscriminatorHidden { get; init; } = 256;

    /// <summary>A control: the discriminators keep the weights they were drawn with.</summary>
    public bool FrozenDiscriminator { get; init; }

    /// <summary>How a batch trains GANFusion.</summary>
    public GanSchedule Schedule { get; init; } = GanSchedule.Joint;

    /// <summary>Noise on GANFusion's generator inputs.</summary>
    public double NoiseStd { get; init; } = 0.01;

    /// <summary>The recipe of a profile.</summary>
    // Generated data are few and easy: small batches give them enough steps.
    public static IemocapRecipe For(Profile profile) =>
        profile == Profile.Smoke ? new() { Epochs = 8, BatchSize = 20, LearningRate = 2e-3, LearningRateDecay = 1, Dropout = 0.2, FusionWeight = 0.1 } : new();

    public IemocapRecipe Copy() => this with { };

    /// <summary>This recipe with a session to test; the session before it chooses the epoch.</summary>
    public IemocapRecipe ForFold(int testSession) => this with
    {
        TestSession = testSession, ValidationSession = testSession == 1 ? IemocapCorpus.Sessions : testSession - 1,
    };

    /// <summary>Throws where a value makes no sense.</summary>
    public IemocapRecipe Validated()
    {
        RecipeCheck.AtLeast(1, (nameof(Epochs), Epochs), (nameof(Patience), Patience), (nameof(Latent), Latent), (nameof(TextHidden), TextHidden), (nameof(AudioHidden), AudioHidden));
        RecipeCheck.AtLeast(1, (nameof(WordFeatures), WordFeatures), (nameof(MaxTokens), MaxTokens), (nameof(MinimumCount), MinimumCount), (nameof(DiscriminatorHidden), DiscriminatorHidden));
        // Batch normalisation in GANFusion needs two rows.
        RecipeCheck.AtLeast(2, (nameof(BatchSize), BatchSize));
        RecipeCheck.Probability((nameof(Dropout), Dropout));
        RecipeCheck.Positive((nameof(LearningRate), LearningRate), (nameof(ClipNorm), ClipNorm));
        RecipeCheck.NotNegative((nameof(TaskWeight), TaskWeight), (nameof(FusionWeight), FusionWeight), (nameof(NoiseStd), NoiseStd), (nameof(R1Gamma), R1Gamma));
        RecipeCheck.Within(LearningRateDecay is > 0 and <= 1, nameof(LearningRateDecay), LearningRateDecay, "above 0 and at most 1");
        RecipeCheck.Within(double.IsFinite(ForgetBias), nameof(ForgetBias), ForgetBias, "a finite number");
        foreach (var (name, value) in new[] { (nameof(TestSession), TestSession), (nameof(ValidationSession), ValidationSession) })
            RecipeCheck.Within(value is >= 1 and <= IemocapCorpus.Sessions, name, value, $"a session from 1 to {IemocapCorpus.Sessions}");
        RecipeCheck.Within(TestSession != ValidationSession, nameof(ValidationSession), ValidationSession, "another session than TestSession");
        CheckProtocol();
        CheckGame();
        return this;
    }

    private void CheckGame()
    {
        RecipeCheck.Within(R1Gamma == 0 || Normalization != Normalization.Batch, nameof(R1Gamma), R1Gamma, "0 with Normalization=Batch, whose rows share statistics");
        RecipeCheck.Within(Objective != Objective.Wasserstein || (Normalization != Normalization.Batch && (SpectralNorm || R1Gamma > 0)), nameof(Objective), Objective,
            "with Wasserstein another Normalization than Batch, and SpectralNorm=true or R1Gamma above 0");
        RecipeCheck.Within(Schedule == GanSchedule.Joint || !FrozenDiscriminator, nameof(Schedule), Schedule, "Joint with FrozenDiscriminator=true: nothing is left to alternate with");
        RecipeCheck.Within(Schedule != GanSchedule.ThreeStage || PublishedGame, nameof(Schedule), Schedule,
            "with ThreeStage the published game: Objective=NonSaturating, Normalization=Batch, SpectralNorm=false, R1Gamma=0");
    }

    private void CheckProtocol()
    {
        var standard = new IemocapRecipe();
        RecipeCheck.AtLeast(0, (nameof(SplitSeed), SplitSeed));
        RecipeCheck.Within(Protocol == Protocol.RandomUtterance || SplitSeed == 0, nameof(SplitSeed), SplitSeed, $"0 unless {nameof(Protocol)}={Protocol.RandomUtterance}");
        RecipeCheck.Within(Protocol == Protocol.Session || (TestSession, ValidationSession) == (standard.TestSession, standard.ValidationSession), nameof(Protocol), Protocol,
            $"{Protocol.Session} with {nameof(TestSession)} or {nameof(ValidationSession)}");
        RecipeCheck.Within(Protocol != Protocol.Authors || Classes == EmotionClasses.Ser6, nameof(Classes), Classes, $"{EmotionClasses.Ser6} with {nameof(Protocol)}={Protocol.Authors}, whose lists have six classes");
    }

    private bool PublishedGame => (Objective, Normalization, SpectralNorm, R1Gamma) == (Objective.NonSaturating, Normalization.Batch, false, 0);
}
