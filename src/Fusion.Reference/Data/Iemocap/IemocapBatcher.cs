using Fusion.Reference.Text;
using TorchSharp;

namespace Fusion.Reference.Data.Iemocap;

/// <summary>Encodes one part of the corpus once and cuts it into batches.</summary>
internal sealed class IemocapBatcher : IBatcher<IemocapBatch>
{
    private readonly long[][] _tokens;
    private readonly float[][] _audio;
    private readonly long[] _labels;
    private readonly LengthBuckets _buckets;

    /// <summary>Encodes the utterances.</summary>
    /// <param name="utterances">One part of a split.</param>
    /// <param name="vocabulary">Built on the training part.</param>
    /// <param name="standardizer">Fitted to the training part.</param>
    /// <param name="batchSize">Rows in a batch.</param>
    /// <param name="seed">Seed of the training order.</param>
    /// <param name="maxTokens">Longer texts are cut.</param>
    /// <param name="lastBatch">What becomes of the rows that do not fill a training batch.</param>
    public IemocapBatcher(
        IReadOnlyList<IemocapUtterance> utterances,
        Vocabulary vocabulary,
        Standardizer standardizer,
        int batchSize,
        ulong seed,
        int maxTokens = int.MaxValue,
        LastBatch lastBatch = LastBatch.Keep)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxTokens);
        _tokens = [.. utterances.Select(utterance => vocabulary.Encode(utterance.Tokens, maxTokens))];
        _audio = [.. utterances.Select(utterance => standardizer.Transform(utterance.Audio))];
        _labels = [.. utterances.Select(utterance => (long)utterance.Label)];
        _buckets = new LengthBuckets([.. _tokens.Select(tokens => tokens.Length)], batchSize, seed, lastBatch);
    }

    public int Count => _labels.Length;

    /// <summary>One epoch in its own order. Each batch is the caller's to dispose.</summary>
    public IEnumerable<IemocapBatch> Training(int epoch) => _buckets.Training(epoch).Select(Make);

    /// <summary>Every row once, from short to long. Each batch is the caller's to dispose.</summary>
    public IEnumerable<IemocapBatch> Evaluation() => _buckets.Evaluation().Select(Make);

    /// <summary>Makes a batch of the rows given.</summary>
    public IemocapBatch Make(int[] rows)
    {
        var longest = rows.Max(row => _tokens[row].Length);
        var tokens = new long[rows.Length * longest];
        for (var index = 0; index < rows.Length; index++)
            _tokens[rows[index]].CopyTo(tokens, index * longest);
        return new IemocapBatch(
            torch.tensor(tokens, [rows.Length, longest]),
            torch.tensor([.. rows.Select(row => (long)_tokens[row].Length)], [rows.Length]),
            torch.tensor([.. rows.SelectMany(row => _audio[row])], [rows.Length, _audio[rows[0]].Length]),
            torch.tensor([.. rows.Select(row => _labels[row])], [rows.Length]),
            rows);
    }
}
