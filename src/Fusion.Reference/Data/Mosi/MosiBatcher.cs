using TorchSharp;

namespace Fusion.Reference.Data.Mosi;

/// <summary>Standardises one part of the corpus once and cuts it into batches.</summary>
internal sealed class MosiBatcher : IBatcher<MosiBatch>
{
    private readonly float[][][] _features;
    private readonly long[] _labels;
    private readonly LengthBuckets _buckets;

    /// <summary>Standardises the utterances.</summary>
    /// <param name="utterances">One part of the corpus.</param>
    /// <param name="standardizers">One per modality, fitted to the training part.</param>
    /// <param name="batchSize">Rows in a batch.</param>
    /// <param name="seed">Seed of the training order.</param>
    public MosiBatcher(IReadOnlyList<MosiUtterance> utterances, IReadOnlyList<Standardizer> standardizers, int batchSize, ulong seed)
    {
        _features = [.. standardizers.Select((standardizer, modality) => utterances.Select(utterance => standardizer.Transform(utterance.Features[modality])).ToArray())];
        _labels = [.. utterances.Select(utterance => (long)utterance.Label)];
        // Vectors have no length: equal ones leave nothing but a shuffle.
        _buckets = new LengthBuckets([.. utterances.Select(_ => 1)], batchSize, seed);
    }

    public int Count => _labels.Length;

    public IEnumerable<MosiBatch> Training(int epoch) => _buckets.Training(epoch).Select(Make);

    public IEnumerable<MosiBatch> Evaluation() => _buckets.Evaluation().Select(Make);

    private MosiBatch Make(int[] rows) => new(
        [.. _features.Select(modality => torch.tensor([.. rows.SelectMany(row => modality[row])], [rows.Length, modality[rows[0]].Length]))],
        torch.tensor([.. rows.Select(row => _labels[row])], [rows.Length]),
        rows);
}
