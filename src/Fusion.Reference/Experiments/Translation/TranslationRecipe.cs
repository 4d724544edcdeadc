using Fusion.Layers;
using Fusion.Reference.Models;
using Fusion.Reference.Models.Translation;
using Fusion.Reference.Text;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>Every choice of a translation experiment. The properties are the keys of <c>--set</c> and of recipe.json; one recipe for all models.</summary>
internal sealed record TranslationRecipe : ICloneableRecipe<TranslationRecipe>
{
    /// <summary>The language to translate to.</summary>
    public TargetLanguage Target { get; init; } = TargetLanguage.Fr;

    /// <summary>Which lines are used: all, or those that have a certain channel.</summary>
    public LineChoice Lines { get; init; } = LineChoice.All;

    /// <summary>What the model reads.</summary>
    public ModalitySet Modalities { get; init; } = ModalitySet.T;

    /// <summary>Most epochs.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Epochs without a better validation score before stopping.</summary>
    public int Patience { get; init; } = 5;

    public int BatchSize { get; init; } = 16;

    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Factor on the learning rate after each epoch.</summary>
    public double LearningRateDecay { get; init; } = 0.9;

    public double ClipNorm { get; init; } = 5;

    /// <summary>What the weights are stored and multiplied in.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Decay per step of the moving average of the weights that is validated, tested and saved in place of the weights; 0: no average.</summary>
    public double AverageDecay { get; init; }

    /// <summary>Dropout on word vectors, states and features, and before the output.</summary>
    public double Dropout { get; init; } = 0.3;

    /// <summary>Share of the uniform distribution in the labels.</summary>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>Lambda 2 of equation 4.</summary>
    public double TaskWeight { get; init; } = 1;

    /// <summary>Lambda 1 of equation 4.</summary>
    public double FusionWeight { get; init; } = 0.01;

    /// <summary>Width of the fused vector, and of every learner's: the paper's value for generation.</summary>
    public int Latent { get; init; } = 100;

    /// <summary>What reads the source text.</summary>
    public TextLearnerKind TextLearner { get; init; } = TextLearnerKind.Lstm;

    /// <summary>LSTM units of the text learner in each direction.</summary>
    public int TextHidden { get; init; } = 256;

    /// <summary>How the two directions of the text learner become one state.</summary>
    public TextDirections TextDirections { get; init; } = TextDirections.Concat;

    /// <summary>What of the text's LSTM after the last word, or the first, becomes the line's vector.</summary>
    public FinalState TextState { get; init; } = FinalState.Hidden;

    /// <summary>Layers of the text learner, where it is a Transformer; its states are as wide as a word vector.</summary>
    public int TransformerLayers { get; init; } = 3;

    /// <summary>Its heads of attention; they divide WordFeatures.</summary>
    public int TransformerHeads { get; init; } = 4;

    /// <summary>Hidden width of its feed-forward parts.</summary>
    public int TransformerHidden { get; init; } = 1024;

    /// <summary>LSTM units of the decoder.</summary>
    public int DecoderHidden { get; init; } = 256;

    /// <summary>Width of a word vector.</summary>
    public int WordFeatures { get; init; } = 256;

    /// <summary>What the forget gates start with.</summary>
    public double ForgetBias { get; init; } = 1;

    /// <summary>Whether the decoder attends to anything.</summary>
    public bool Attention { get; init; } = true;

    /// <summary>What it attends to, of what the model reads: the words, the frames of speech, the regions of the image. What it finds in each stands side by side.</summary>
    public ModalitySet AttendTo { get; init; } = ModalitySet.T;

    /// <summary>How the fused vector becomes the decoder's first state.</summary>
    public DecoderStart Start { get; init; } = DecoderStart.Bridge;

    /// <summary>Whether words are scored with the vectors that they are read with.</summary>
    public bool TiedOutput { get; init; } = true;

    /// <summary>Whether the output layer also reads the word before.</summary>
    public bool SkipConnection { get; init; }

    /// <summary>Whether How2's frames are brought to mean 0 and deviation 1 over their video when they are read, by the data set's own sums.</summary>
    public bool NormalizeSpeech { get; init; }

    /// <summary>What reads the frames of speech.</summary>
    public SpeechLearner SpeechLearner { get; init; } = SpeechLearner.FeedForward;

    /// <summary>LSTM units of the speech learner in each direction, where it is one.</summary>
    public int SpeechHidden { get; init; } = 128;

    /// <summary>How lines become words.</summary>
    public TextForm Text { get; init; } = TextForm.Tokenized;

    /// <summary>Merges of byte-pair encoding, learned on both languages together; 0 keeps whole words.</summary>
    public int Merges { get; init; } = 4000;

    /// <summary>Probability that a merge is left out when training lines are segmented, anew in every epoch; 0: lines are segmented once.</summary>
    public double MergeDropout { get; init; }

    /// <summary>Whether both languages share one vocabulary and its vectors.</summary>
    public bool JointVocabulary { get; init; } = true;

    /// <summary>Occurrences in the training lines that a word or piece needs to get a vector of its own.</summary>
    public int MinimumCount { get; init; } = 1;

    /// <summary>Words or pieces of a line that are read or learned; the rest is cut. References are never cut.</summary>
    public int MaxTokens { get; init; } = 60;

    /// <summary>A control: every line gets the image of another one of its part.</summary>
    public bool ShuffledImage { get; init; }

    /// <summary>Hypotheses kept for each line when test lines are translated; validation is greedy.</summary>
    public int Beam { get; init; } = 5;

    /// <summary>Exponent of the length that hypotheses are compared by.</summary>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>Most words or pieces of a translation.</summary>
    public int MaxLength { get; init; } = 80;

    /// <summary>Game of GANFusion.</summary>
    public Objective Objective { get; init; } = Objective.NonSaturating;

    /// <summary>Normalisation of the hidden layers of GANFusion's players.</summary>
    public Normalization Normalization { get; init; } = Normalization.Batch;

    /// <summary>Hidden width of GANFusion's discriminators.</summary>
    public int DiscriminatorHidden { get; init; } = 256;

    /// <summary>Noise on GANFusion's generator inputs.</summary>
    public double NoiseStd { get; init; } = 0.01;

    /// <summary>How a batch trains GANFusion.</summary>
    public GanSchedule Schedule { get; init; } = GanSchedule.Joint;

    /// <summary>The modalities that the decoder attends to, in the order of the model's.</summary>
    public IReadOnlyList<string> Attended() => Attention ? [.. Modalities.Names().Where(name => AttendTo.Has(name))] : [];

    /// <summary>What of the text is learned from the training lines.</summary>
    public TextOptions ToTextOptions() => new()
    {
        Form = Text, Target = Target.ToString().ToLowerInvariant(), Merges = Merges, MergeDropout = MergeDropout, JointMerges = true, JointVocabulary = JointVocabulary, MinimumCount = MinimumCount, MaxWords = MaxTokens,
    };

    /// <summary>How test lines are translated.</summary>
    public BeamOptions ToBeamOptions() => new(Beam, LengthPenalty, MaxLength);

    public TranslationRecipe Copy() => this with { };

    /// <summary>Throws where a value makes no sense.</summary>
    public TranslationRecipe Validated()
    {
        RecipeCheck.AtLeast(1, (nameof(Epochs), Epochs), (nameof(Patience), Patience), (nameof(Latent), Latent), (nameof(TextHidden), TextHidden), (nameof(DecoderHidden), DecoderHidden));
        RecipeCheck.AtLeast(1, (nameof(WordFeatures), WordFeatures), (nameof(SpeechHidden), SpeechHidden), (nameof(MinimumCount), MinimumCount), (nameof(MaxTokens), MaxTokens));
        RecipeCheck.AtLeast(1, (nameof(Beam), Beam), (nameof(MaxLength), MaxLength), (nameof(DiscriminatorHidden), DiscriminatorHidden));
        RecipeCheck.AtLeast(0, (nameof(Merges), Merges));
        // Batch normalisation in GANFusion needs two rows.
        RecipeCheck.AtLeast(2, (nameof(BatchSize), BatchSize));
        RecipeCheck.Probability((nameof(Dropout), Dropout), (nameof(AverageDecay), AverageDecay), (nameof(LabelSmoothing), LabelSmoothing), (nameof(MergeDropout), MergeDropout));
        RecipeCheck.Positive((nameof(LearningRate), LearningRate), (nameof(ClipNorm), ClipNorm));
        RecipeCheck.NotNegative((nameof(TaskWeight), TaskWeight), (nameof(FusionWeight), FusionWeight), (nameof(NoiseStd), NoiseStd), (nameof(LengthPenalty), LengthPenalty));
        RecipeCheck.Within(LearningRateDecay is > 0 and <= 1, nameof(LearningRateDecay), LearningRateDecay, "above 0 and at most 1");
        RecipeCheck.Within(double.IsFinite(ForgetBias), nameof(ForgetBias), ForgetBias, "a finite number");
        RecipeCheck.Within(Merges > 0 || MergeDropout == 0, nameof(MergeDropout), MergeDropout, $"0 with {nameof(Merges)}=0, which keeps whole words");
        RecipeCheck.Within(!TiedOutput || !SkipConnection, nameof(SkipConnection), SkipConnection ? 1 : 0, "false with TiedOutput=true: the output layer reads two vectors");
        RecipeCheck.Within(Start == DecoderStart.Bridge || DecoderHidden == Latent, nameof(Start), Start, "Bridge unless DecoderHidden equals Latent");
        RecipeCheck.Within(!Attention || Attended().Count > 0, nameof(Modalities), Modalities, $"a set with {string.Join(" or ", AttendTo.Names())} while Attention=true");
        RecipeCheck.Within(Schedule != GanSchedule.ThreeStage || (Objective, Normalization) == (Objective.NonSaturating, Normalization.Batch), nameof(Schedule), Schedule,
            "with ThreeStage the published game: Objective=NonSaturating, Normalization=Batch");
        RecipeCheck.AtLeast(1, (nameof(TransformerLayers), TransformerLayers), (nameof(TransformerHeads), TransformerHeads), (nameof(TransformerHidden), TransformerHidden));
        if (TextLearner == TextLearnerKind.Transformer)
        {
            RecipeCheck.Within(WordFeatures % TransformerHeads == 0, nameof(TransformerHeads), TransformerHeads, $"a divisor of WordFeatures={WordFeatures} with TextLearner=Transformer");
            RecipeCheck.Within(TextDirections == TextDirections.Concat, nameof(TextDirections), TextDirections, "Concat with TextLearner=Transformer, which has no directions");
            RecipeCheck.Within(TextState == FinalState.Hidden, nameof(TextState), TextState, "Hidden with TextLearner=Transformer, which has no cells");
        }

        return this;
    }
}
