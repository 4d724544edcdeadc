using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Models;

/// <summary>Where the rows of packed sequences lie: step by step, in each step the sequences that are still running, longest first.</summary>
internal sealed class SequenceLayout
{
    private readonly int[] _sizes;
    private readonly int[] _starts;

    public SequenceLayout(PackedSequence packed)
        : this([.. packed.batch_sizes.data<long>().Select(size => (int)size)])
    {
    }

    /// <param name="sizes">Running sequences of each step, never growing.</param>
    public SequenceLayout(int[] sizes)
    {
        _sizes = sizes;
        _starts = new int[sizes.Length + 1];
        for (var step = 0; step < sizes.Length; step++)
            _starts[step + 1] = _starts[step] + sizes[step];
    }

    /// <summary>Number of steps: the length of the longest sequence.</summary>
    public int Steps => _sizes.Length;

    /// <summary>Number of sequences.</summary>
    public int Sequences => _sizes[0];

    /// <summary>Rows of all steps together.</summary>
    public int Rows => _starts[^1];

    /// <summary>Running sequences of a step; 0 outside.</summary>
    public int Size(int step) => step >= 0 && step < Steps ? _sizes[step] : 0;

    /// <summary>First row of a step.</summary>
    public int Start(int step) => _starts[step];

    /// <summary>The last row of each sequence, longest first.</summary>
    public long[] LastRows()
    {
        var rows = new long[Sequences];
        for (var step = 0; step < Steps; step++)
            for (var sequence = 0; sequence < _sizes[step]; sequence++)
                rows[sequence] = _starts[step] + sequence;
        return rows;
    }
}
