using Fusion.Reference.Data;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Text;

namespace Fusion.Reference.Experiments;

/// <summary>The corpus as one recipe sees it: split by session, with everything fitted on the training rows alone.</summary>
internal sealed class IemocapData
{
    // One table of vectors for every model and seed: unknown words start alike.
    private const ulong VectorSeed = 1;

    private readonly SessionSplit _split;
    private readonly Standardizer _standardizer;
    private readonly IemocapRecipe _recipe;

    public IemocapData(IemocapCorpus corpus, IemocapRecipe recipe)
    {
        _recipe = recipe;
        _split = Split(corpus, recipe);
        _standardizer = Standardizer.Fit([.. _split.Train.Select(utterance => utterance.Audio)], IemocapCorpus.HeavyTailedColumns);
        Vocabulary = Vocabulary.Build(_split.Train.Select(utterance => utterance.Tokens), recipe.MinimumCount);
        WordVectors = corpus.Vectors?.Table(Vocabulary, VectorSeed);
    }

    public Vocabulary Vocabulary { get; }

    /// <summary>Initial word vectors, row-major, where the corpus brings any.</summary>
    public float[]? WordVectors { get; }

    public int AudioFeatures => _split.Train[0].Audio.Length;

    public IReadOnlyList<string> Classes => IemocapCorpus.ClassNames;

    public IReadOnlyList<IemocapUtterance> Train => _split.Train;

    public IReadOnlyList<IemocapUtterance> Validation => _split.Validation;

    public IReadOnlyList<IemocapUtterance> Test => _split.Test;

    /// <summary>Batches over one part; the training order follows from the seed.</summary>
    public IemocapBatcher Batches(IReadOnlyList<IemocapUtterance> part, int seed) =>
        new(part, Vocabulary, _standardizer, _recipe.BatchSize, (ulong)seed, _recipe.MaxTokens);

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
