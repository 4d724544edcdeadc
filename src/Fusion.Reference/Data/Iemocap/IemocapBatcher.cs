using Fusion.Reference.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Reference.Data.Iemocap;

/// <summary>Encodes one part of the corpus once and cuts it into batches.</summary>
internal sealed class IemocapBatcher : IBatcher<IemocapBatch>
{
    private readonly long[][] _tokens;
    private readonly float[][] _audio;
    private readonly long[] _labels;
    private readonly IReadOnlyList<IemocapUtterance> _utterances;
    private readonly FrameStandardizer? _frames;
    private readonly LengthBuckets _buckets;

    /// <summary>Encodes the utterances.</summary>
    /// <param name="utterances">One part of a split.</param>
    /// <param name="vocabulary">Built on the training part.</param>
    /// <param name="standardizer">Fitted to the training part.</param>
    /// <param name="batchSize">Rows in a batch.</param>
    /// <param name="seed">Seed of the training order.</param>
    /// <param name="maxTokens">Longer texts are cut.</param>
    /// <param name="lastBatch">What becomes of the rows that do not fill a training batch.</param>
    /// <param name="frames">Fitted to the frames of the training part; null: batches without frames.</param>
    public IemocapBatcher(
        IReadOnlyList<IemocapUtterance> utterances,
        Vocabulary vocabulary,
        Standardizer standardizer,
        int batchSize,
        ulong seed,
        int maxTokens = int.MaxValue,
        LastBatch lastBatch = LastBatch.Keep,
        FrameStandardizer? frames = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxTokens);
        _tokens = [.. utterances.Select(utterance => vocabulary.Encode(utterance.Tokens, maxTokens))];
        _audio = [.. utterances.Select(utterance => standardizer.Transform(utterance.Audio))];
        _labels = [.. utterances.Select(utterance => (long)utterance.Label)];
        _utterances = utterances;
        _frames = frames;
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
        var (frames, frameLengths) = _frames is null ? (null, null) : Frames(_frames, rows);
        return new IemocapBatch(
            torch.tensor(tokens, [rows.Length, longest]),
            torch.tensor([.. rows.Select(row => (long)_tokens[row].Length)], [rows.Length]),
            torch.tensor([.. rows.SelectMany(row => _audio[row])], [rows.Length, _audio[rows[0]].Length]),
            torch.tensor([.. rows.Select(row => _labels[row])], [rows.Length]),
            rows, frames, frameLengths);
    }

    // Only as the batch is made: standardised copies of all frames would double the memory of a corpus.
    private (Tensor Frames, Tensor Lengths) Frames(FrameStandardizer standardizer, int[] rows)
    {
        int[] lengths = [.. rows.Select(row => _utterances[row].Frames!.Length / standardizer.Width)];
        var longest = lengths.Max();
        var values = new float[rows.Length * longest * standardizer.Width];
        for (var index = 0; index < rows.Length; index++)
            standardizer.Transform(_utterances[rows[index]].Frames, values.AsSpan(index * longest * standardizer.Width));
        return (torch.tensor(values, [rows.Length, longest, standardizer.Width]), torch.tensor([.. lengths.Select(length => (long)length)], [rows.Length]));
    }
}
