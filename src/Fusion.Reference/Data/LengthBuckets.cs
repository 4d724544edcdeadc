namespace Fusion.Reference.Data;

/// <summary>
/// Groups rows of similar length into batches, so that little is padded. An epoch's batches depend on nothing but the seed and the epoch.
/// </summary>
internal sealed class LengthBuckets
{
    // Rows mix within this many batches of neighbouring lengths: enough to vary a batch's company, few enough to keep padding low.
    private const int WindowBatches = 4;
    private readonly int[] _lengths;
    private readonly int _batchSize;
    private readonly ulong _seed;
    private readonly LastBatch _lastBatch;

    /// <summary>Prepares batches over rows 0 to n-1.</summary>
    /// <param name="lengths">Length of each row.</param>
    /// <param name="batchSize">Rows in a full batch.</param>
    /// <param name="seed">Seed of all epochs' orders.</param>
    /// <param name="lastBatch">What becomes of the rows that do not fill a training batch.</param>
    public LengthBuckets(IReadOnlyList<int> lengths, int batchSize, ulong seed, LastBatch lastBatch = LastBatch.Keep)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        _lengths = [.. lengths];
        _batchSize = batchSize;
        _seed = seed;
        _lastBatch = lastBatch;
    }

    /// <summary>One epoch of training batches: each row at most once, no batch of fewer than two rows (batch normalisation has no variance there).</summary>
    public IReadOnlyList<int[]> Training(int epoch)
    {
        if (_batchSize < 2)
            throw new ArgumentException($"Training needs batches of at least 2 rows; the batch size is {_batchSize}.");
        var least = _lastBatch == LastBatch.Drop ? _batchSize : 2;
        if (_lengths.Length < least)
            throw new ArgumentException($"Training needs at least {least} rows for a batch; there are {_lengths.Length}.");

        var random = new SeededRandom(_seed, (ulong)epoch);
        var rows = Enumerable.Range(0, _lengths.Length).ToArray();
        random.Shuffle<int>(rows);
        // The rows to leave out are taken before sorting: afterwards they would always be the longest ones.
        if (_lastBatch == LastBatch.Drop)
            rows = rows[..(rows.Length - rows.Length % _batchSize)];
        // The sort is stable, so rows of equal length stay in shuffled order.
        rows = [.. rows.OrderBy(row => _lengths[row])];

        var window = WindowBatches * _batchSize;
        for (var start = 0; start < rows.Length; start += window)
            random.Shuffle(rows.AsSpan(start, Math.Min(window, rows.Length - start)));
        var batches = Cut(rows);
        if (batches[^1].Length == 1)
        {
            batches[^2] = [.. batches[^2], .. batches[^1]];
            batches.RemoveAt(batches.Count - 1);
        }

        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(batches));
        return batches;
    }

    /// <summary>Batches that hold every row once, from short to long; the same each time.</summary>
    public IReadOnlyList<int[]> Evaluation() => Cut([.. Enumerable.Range(0, _lengths.Length).OrderBy(row => _lengths[row])]);

    private List<int[]> Cut(int[] rows) => [.. rows.Chunk(_batchSize)];
}
