using Fusion.Layers;
using Fusion.Reference.Baselines;
using Fusion.Reference.Models;

namespace Fusion.Reference.Experiments;

/// <summary>The tables of the experiment: Table 3 of the paper, and what explains it.</summary>
internal static class IemocapStudies
{
    public static readonly ModelStudy<IemocapRecipe> Table3 = new("table3", "Table 3: emotion recognition on IEMOCAP",
    [
        new(IemocapModels.Text, IemocapModels.Text, "words alone: BiLSTM, final states of both directions"),
        new(IemocapModels.Speech, IemocapModels.Speech, "eight speech features alone: two-layer LSTM on a sequence of length 1"),
        new(IemocapModels.Concat, IemocapModels.Concat, "both vectors side by side, then the linear head"),
        new(IemocapModels.ConcatMatched, IemocapModels.ConcatMatched, "concatenation and an MLP with as many parameters as GANFusion, its discriminators included: more than AutoFusion has"),
        new(IemocapModels.Auto, IemocapModels.Auto, "AutoFusion (equation 1)"),
        new(IemocapModels.Gan, IemocapModels.Gan, "GANFusion (equations 2 and 3), all players trained in one step"),
    ]);

    public static readonly ModelStudy<IemocapRecipe> Directions = new("directions", "Two directions of one learner: pooled, concatenated or fused",
    [
        .. from directions in Enum.GetValues<TextDirections>()
           select new ModelVariant<IemocapRecipe>($"lstm-t.{Lower(directions)}", IemocapModels.Text, Describe(directions), recipe => recipe with { TextDirections = directions }),
    ]);

    public static readonly ModelStudy<IemocapRecipe> Inputs = new("inputs", "Other learners and word vectors",
    [
        new("lstm-s.mlp", IemocapModels.Speech, "speech features through linear layers of 500 and 300, as in the published program", recipe => recipe with { AudioLearner = AudioLearner.Mlp }),
        new("autofusion.mlp", IemocapModels.Auto, "AutoFusion with that speech learner", recipe => recipe with { AudioLearner = AudioLearner.Mlp }),
        new("lstm-s.frames", IemocapModels.Speech, "cepstral frames, a true sequence, into one LSTM (needs the release)", recipe => recipe with { AudioLearner = AudioLearner.Frames }),
        new("autofusion.frames", IemocapModels.Auto, "AutoFusion with that speech learner (needs the release)", recipe => recipe with { AudioLearner = AudioLearner.Frames }),
        new("lstm-t.attention", IemocapModels.Text, "words attended to with the final state as the query (dot product), joined with it", recipe => recipe with { TextAttention = TextAttention.Dot }),
        new("autofusion.attention", IemocapModels.Auto, "AutoFusion with that text learner", recipe => recipe with { TextAttention = TextAttention.Dot }),
        new("lstm-t.frozen", IemocapModels.Text, "word vectors that do not learn", recipe => recipe with { WordVectors = WordVectors.PretrainedFrozen }),
        new("lstm-t.random", IemocapModels.Text, "word vectors that start at random", recipe => recipe with { WordVectors = WordVectors.Random }),
    ]);

    public static readonly ModelStudy<IemocapRecipe> Controls = new("controls", "Controls: what the parts of the fusions contribute",
    [
        new(IemocapModels.ConcatMatchedAuto, IemocapModels.ConcatMatchedAuto, "concatenation and an MLP with as many parameters as AutoFusion"),
        new("autofusion.lambda0", IemocapModels.Auto, "no weight on the reconstruction loss", recipe => recipe with { FusionWeight = 0 }),
        new("autofusion.detached", IemocapModels.Auto, "the reconstruction target cut off from the encoders", recipe => recipe with { DetachTarget = true }),
        new("autofusion.shuffled", IemocapModels.Auto, "every utterance with the speech of another", recipe => recipe with { ShuffledAudio = true }),
        new("ganfusion.lambda0", IemocapModels.Gan, "no weight on the game", recipe => recipe with { FusionWeight = 0 }),
        new("ganfusion.lambda1", IemocapModels.Gan, "the published weight 1 on the game", recipe => recipe with { FusionWeight = 1 }),
        new("ganfusion.frozen", IemocapModels.Gan, "discriminators that never learn", recipe => recipe with { FrozenDiscriminator = true }),
        new("ganfusion.noiseless", IemocapModels.Gan, "no noise on the generators' inputs", recipe => recipe with { NoiseStd = 0 }),
        new("ganfusion.shuffled", IemocapModels.Gan, "every utterance with the speech of another", recipe => recipe with { ShuffledAudio = true }),
    ]);

    public static readonly ModelStudy<IemocapRecipe> Game = new("game", "GANFusion's options: normalisation, penalties, objectives",
    [
        new("ganfusion.layer", IemocapModels.Gan, "layer normalisation", recipe => recipe with { Normalization = Normalization.Layer }),
        new("ganfusion.plain", IemocapModels.Gan, "no normalisation", recipe => recipe with { Normalization = Normalization.None }),
        new("ganfusion.r1", IemocapModels.Gan, "no normalisation, R1 penalty of weight 1", recipe => recipe with { Normalization = Normalization.None, R1Gamma = 1 }),
        new("ganfusion.spectral", IemocapModels.Gan, "no normalisation, spectral norm", recipe => recipe with { Normalization = Normalization.None, SpectralNorm = true }),
        new("ganfusion.hinge", IemocapModels.Gan, "hinge losses, spectral norm", recipe => recipe with { Objective = Objective.Hinge, Normalization = Normalization.None, SpectralNorm = true }),
        new("ganfusion.leastsquares", IemocapModels.Gan, "least-squares losses", recipe => recipe with { Objective = Objective.LeastSquares }),
        new("ganfusion.minimax", IemocapModels.Gan, "the minimax losses of equation 2", recipe => recipe with { Objective = Objective.Minimax }),
        new("ganfusion.wasserstein", IemocapModels.Gan, "Wasserstein losses, R1 penalty of weight 1", recipe => recipe with { Objective = Objective.Wasserstein, Normalization = Normalization.None, R1Gamma = 1 }),
    ]);

    public static readonly ModelStudy<IemocapRecipe> Baselines = new("baselines", "Other ways to fuse, built again on our inputs",
    [
        new(IemocapModels.Late, IemocapModels.Late, "late fusion: a classifier for each modality, log-probabilities averaged"),
        new(IemocapModels.Mdre, IemocapModels.Mdre, "MDRE (Yoon et al., 2018): a GRU for each modality, projected and concatenated"),
        new(IemocapModels.Mdrea, IemocapModels.Mdrea, "MDREA (the same paper): the words attended to with the speech vector"),
        new(IemocapModels.Mha1, IemocapModels.Mha1, "multi-hop attention (Yoon et al., 2019), one hop: the words attended to with the speech vector"),
        new(IemocapModels.Mha2, IemocapModels.Mha2, "two hops: then the speech, with what the first found"),
        new(IemocapModels.Mha3, IemocapModels.Mha3, "three hops: then the words again"),
        new(IemocapModels.Tfn, IemocapModels.Tfn, "not in the paper's tables: tensor fusion (Zadeh et al., 2017), the outer product of both vectors with a 1 appended to each, on the encoders of concat"),
        new(IemocapModels.Lmf, IemocapModels.Lmf, $"not in the paper's tables: low-rank fusion (Liu et al., 2018), the same with a weight of rank {LowRankFusion.DefaultRank}"),
        new(IemocapModels.Mult, IemocapModels.Mult, "not in the paper's tables: multimodal transformer (Tsai et al., 2019) of the word vectors and the speech sequence"),
    ]);

    public static readonly ModelStudy<IemocapRecipe> Schedules = new("schedules", "Schedules of the adversarial game",
    [
        new("ganfusion.alternating", IemocapModels.Gan, "two updates for each batch: the discriminators, then everything else", recipe => recipe with { Schedule = GanSchedule.Alternating }),
        new("ganfusion.three-stage", IemocapModels.Gan, "the published schedule: three passes for each batch, nothing detached, weight 1", recipe => recipe with { Schedule = GanSchedule.ThreeStage, FusionWeight = 1 }),
    ]);

    /// <summary>The trials of the search for settings, model by model.</summary>
    public static readonly IReadOnlyList<SearchedModel> Searched = IemocapSearch.Among([.. new[] { Table3, Directions, Inputs, Controls, Game }.SelectMany(study => study.Variants)]);

    public static readonly ModelStudy<IemocapRecipe> Search = new("search", "Search for settings, with the same budget for every model", [.. Searched.SelectMany(model => model.Trials)]);

    /// <summary>Every study, in the order of the report.</summary>
    public static readonly IReadOnlyList<ModelStudy<IemocapRecipe>> Every = [Table3, Baselines, Schedules, Game, Directions, Inputs, Controls, Search];

    /// <summary>The rows that names stand for.</summary>
    /// <param name="names">Studies and rows, separated by commas.</param>
    public static IReadOnlyList<ModelVariant<IemocapRecipe>> Variants(string names) => ModelStudies.Named(Every, names);

    private static string Lower(TextDirections directions) => directions.ToString().ToLowerInvariant();

    private static string Describe(TextDirections directions) => directions switch
    {
        TextDirections.Concat => "side by side (as lstm-t)",
        TextDirections.Max => "the larger value of each pair",
        TextDirections.Mean => "the mean of each pair",
        TextDirections.Sum => "the sum of each pair",
        _ => "fused by AutoFusion (section 3.1 of the paper)",
    };
}
