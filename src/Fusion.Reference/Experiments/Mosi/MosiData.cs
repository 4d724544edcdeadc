using Fusion.Reference.Data;
using Fusion.Reference.Data.Mosi;

namespace Fusion.Reference.Experiments.Mosi;

/// <summary>The corpus with standardisation fitted on the training rows alone.</summary>
internal sealed class MosiData(MosiCorpus corpus)
{
    private readonly IReadOnlyList<Standardizer> _standardizers =
        [.. MosiCorpus.Modalities.Select((_, modality) => Standardizer.Fit([.. corpus.Train.Select(utterance => utterance.Features[modality])]))];

    public IReadOnlyList<string> Classes => MosiCorpus.ClassNames;

    public IReadOnlyList<MosiUtterance> Train => corpus.Train;

    public IReadOnlyList<MosiUtterance> Validation => corpus.Validation;

    public IReadOnlyList<MosiUtterance> Test => corpus.Test;

    /// <summary>Batches over one part; the training order follows from the seed.</summary>
    public MosiBatcher Batches(IReadOnlyList<MosiUtterance> part, int batchSize, int seed = 0) => new(part, _standardizers, batchSize, (ulong)seed);
}
