using Fusion.Reference.Audio;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Text;

namespace Fusion.Reference.Experiments;

/// <summary>The corpus as one recipe sees it: split by session, with everything fitted on the training rows alone.</summary>
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
        (Train, Validation, Test) = recipe.ShuffledAudio ? (Shuffled(split.Train), Shuffled(split.Validation), Shuffled(split.Test)) : (split.Train, split.Validation, split.Test);
        _standardizer = Standardizer.Fit([.. Train.Select(utterance => utterance.Audio)], IemocapCorpus.HeavyTailedColumns);
        if (frames && corpus.HasFrames)
            _frames = FrameStandardizer.Fit([.. Train.Select(utterance => utterance.Frames!)], MfccFrames.Width);
        Vocabulary = Vocabulary.Build(Train.Select(utterance => utterance.Tokens), recipe.MinimumCount);
        WordVectors = corpus.Vectors?.Table(Vocabulary, VectorSeed);
    }

    public Vocabulary Vocabulary { get; }

    /// <summary>Initial word vectors, row-major, where the corpus brings any.</summary>
    public float[]? WordVectors { get; }

    public int AudioFeatures => Train[0].Audio.Length;

    /// <summary>Width of the cepstral frames; null where batches bring none.</summary>
    public int? FrameFeatures => _frames?.Width;

    public IReadOnlyList<string> Classes => IemocapCorpus.ClassNames;

    public IReadOnlyList<IemocapUtterance> Train { get; }

    public IReadOnlyList<IemocapUtterance> Validation { get; }

    public IReadOnlyList<IemocapUtterance> Test { get; }

    /// <summary>Batches over one part; the training order follows from the seed.</summary>
    public IemocapBatcher Batches(IReadOnlyList<IemocapUtterance> part, int seed) =>
        new(part, Vocabulary, _standardizer, _recipe.BatchSize, (ulong)seed, _recipe.MaxTokens, frames: _frames);

    // The values stay those of real speech; only what they belong to is lost.
    private static IReadOnlyList<IemocapUtterance> Shuffled(IReadOnlyList<IemocapUtterance> part)
    {
        var order = Enumerable.Range(0, part.Count).ToArray();
        new SeededRandom(ShuffleSeed).Shuffle<int>(order);
        return [.. part.Select((utterance, index) => utterance with { Audio = part[order[index]].Audio, Frames = part[order[index]].Frames })];
    }

    private static SessionSplit Split(IemocapCorpus corpus, IemocapRecipe recipe)
    {
        try
        {
            return SessionSplit.Of(corpus.Utterances, recipe.TestSession, recipe.ValidationSession);
        }
        catch (ArgumentException error)
        {
            throw new UserErrorException($"iemocap, test session {recipe.TestSession}, validation session {recipe.ValidationSession}: {error.Message}", error);
        }
    }
}
