using Fusion.Reference.Audio;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Text;

namespace Fusion.Reference.Experiments;

/// <summary>The corpus as one recipe sees it: its classes, its split, and everything fitted on the training rows alone, save where the protocol is the authors'.</summary>
internal sealed class IemocapData
{
    // One table of vectors for every model and seed: unknown words start alike.
    private const ulong VectorSeed = 1;
    private const ulong ShuffleSeed = 2;

    private readonly Standardizer _standardizer;
    private readonly FrameStandardizer? _frames;
    private readonly IemocapRecipe _recipe;

    /// <param name="corpus">The corpus.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="frames">Whether batches bring the cepstral frames along, where the corpus was loaded with them.</param>
    public IemocapData(IemocapCorpus corpus, IemocapRecipe recipe, bool frames = false)
    {
        _recipe = recipe;
        var split = Split(corpus, recipe);
        (SharedUtterances, SharedTestRows) = (split.SharedUtterances, split.SharedTestRows);
        (Train, Validation, Test) = recipe.ShuffledAudio ? (Shuffled(split.Train), Shuffled(split.Validation), Shuffled(split.Test)) : (split.Train, split.Validation, split.Test);
        // Test rows take part in what is fitted with the authors' protocol, and nowhere else.
        IReadOnlyList<IemocapUtterance> fitted = recipe.Protocol == Protocol.Authors ? [.. Train, .. Test] : Train;
        float[][] audio = [.. fitted.Select(utterance => utterance.Audio)];
        _standardizer = recipe.Protocol == Protocol.Authors ? Standardizer.FitRange(audio) : Standardizer.Fit(audio, IemocapCorpus.HeavyTailedColumns);
        if (frames && corpus.HasFrames)
            _frames = FrameStandardizer.Fit([.. fitted.Select(utterance => utterance.Frames!)], MfccFrames.Width);
        Vocabulary = Vocabulary.Build(fitted.Select(utterance => utterance.Tokens), recipe.MinimumCount);
        WordVectors = corpus.Vectors?.Table(Vocabulary, VectorSeed);
    }

    public Vocabulary Vocabulary { get; }

    /// <summary>What new utterances have to pass to be read as these are.</summary>
    public IemocapInputs Inputs => new(Vocabulary, _standardizer, FrameFeatures);

    /// <summary>Initial word vectors, row-major, where the corpus brings any.</summary>
    public float[]? WordVectors { get; }

    public int AudioFeatures => Train[0].Audio.Length;

    /// <summary>Width of the cepstral frames; null where batches bring none.</summary>
    public int? FrameFeatures => _frames?.Width;

    public IReadOnlyList<string> Classes => ClassScheme.Of(_recipe.Classes).Names;

    /// <summary>Utterances in both training and test: none, unless the protocol is the authors'.</summary>
    public int SharedUtterances { get; }

    /// <summary>Test rows whose utterance is trained on too.</summary>
    public int SharedTestRows { get; }

    public IReadOnlyList<IemocapUtterance> Train { get; }

    public IReadOnlyList<IemocapUtterance> Validation { get; }

    public IReadOnlyList<IemocapUtterance> Test { get; }

    /// <summary>Batches over one part; the training order follows from the seed.</summary>
    public IemocapBatcher Batches(IReadOnlyList<IemocapUtterance> part, int seed) =>
        new(part, Vocabulary, _standardizer, _recipe.BatchSize, (ulong)seed, _recipe.MaxTokens, frames: _frames);

    /// <summary>The epoch whose order an epoch takes: the authors' program never shuffles anew.</summary>
    public int OrderOf(int epoch) => _recipe.Protocol == Protocol.Authors ? 1 : epoch;

    // The values stay those of real speech; only what they belong to is lost.
    private static IReadOnlyList<IemocapUtterance> Shuffled(IReadOnlyList<IemocapUtterance> part)
    {
        var order = Enumerable.Range(0, part.Count).ToArray();
        new SeededRandom(ShuffleSeed).Shuffle<int>(order);
        return [.. part.Select((utterance, index) => utterance with { Audio = part[order[index]].Audio, Frames = part[order[index]].Frames })];
    }

    private static CorpusSplit Split(IemocapCorpus corpus, IemocapRecipe recipe)
    {
        if (recipe.Protocol == Protocol.Authors)
            return AuthorsSplit.Load(corpus);
        var utterances = corpus.In(ClassScheme.Of(recipe.Classes));
        try
        {
            return recipe.Protocol == Protocol.RandomUtterance
                ? RandomSplit.Of(utterances, recipe.SplitSeed)
                : SessionSplit.Of(utterances, recipe.TestSession, recipe.ValidationSession);
        }
        catch (ArgumentException error)
        {
            throw new UserErrorException($"iemocap, {Describe(recipe)}: {error.Message}", error);
        }
    }

    private static string Describe(IemocapRecipe recipe) => recipe.Protocol == Protocol.Session
        ? $"classes {recipe.Classes}, test session {recipe.TestSession}, validation session {recipe.ValidationSession}"
        : $"classes {recipe.Classes}, random split";
}
