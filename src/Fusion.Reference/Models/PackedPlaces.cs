using Fusion.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Models;

/// <summary>Where each packed row lies in the padded batch, whose sequences keep their order.</summary>
/// <param name="Sequences">Sequence of each row (N), int64.</param>
/// <param name="Cells">Index of each row (N) in the batch laid out as one line, int64.</param>
/// <param name="Lengths">Rows of each sequence.</param>
/// <param name="Steps">Length of the longest sequence.</param>
internal sealed record PackedPlaces(Tensor Sequences, Tensor Cells, IReadOnlyList<long> Lengths, int Steps)
{
    /// <summary>The places of packed sequences; the tensors belong to the caller's dispose scope.</summary>
    public static PackedPlaces Of(PackedSequence packed)
    {
        using var scope = NewDisposeScope();
        var layout = new SequenceLayout(packed);
        var order = packed.sorted_indices.cpu().data<long>().ToArray();
        var (sequences, cells, lengths) = (new long[layout.Rows], new long[layout.Rows], new long[layout.Sequences]);
        for (var step = 0; step < layout.Steps; step++)
        {
            for (var sequence = 0; sequence < layout.Size(step); sequence++)
            {
                var row = layout.Start(step) + sequence;
                sequences[row] = order[sequence];
                cells[row] = (order[sequence] * layout.Steps) + step;
                lengths[order[sequence]] = step + 1;
            }
        }

        var device = packed.data.device;
        return new PackedPlaces(tensor(sequences, device: device), tensor(cells, device: device), lengths, layout.Steps).MoveToOuterDisposeScope();
    }

    /// <summary>The places of sequences of one length, row after row; the tensors belong to the caller's dispose scope.</summary>
    public static PackedPlaces Grid(long count, long steps, Device device) => new(
        tensor([.. Enumerable.Range(0, (int)(count * steps)).Select(row => row / steps)], device: device),
        tensor([.. Enumerable.Range(0, (int)(count * steps)).Select(row => (long)row)], device: device), [.. Enumerable.Repeat(steps, (int)count)], (int)steps);

    /// <summary>Number of sequences.</summary>
    public int Count => Lengths.Count;

    /// <summary>Lays packed rows (N, d) out as a padded batch (B, T, d), 0 at padding.</summary>
    public Tensor Spread(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var cells = zeros([Count * Steps, rows.size(1)], dtype: rows.dtype, device: rows.device).index_copy(0, Cells, rows);
        return cells.view(Count, Steps, rows.size(1)).MoveToOuterDisposeScope();
    }

    /// <summary>Packs rows (N, d), which lie as these places say. The result is the caller's to dispose.</summary>
    public PackedSequence Pack(Tensor rows)
    {
        using var padded = Spread(rows);
        using var lengths = tensor([.. Lengths], device: CPU);
        return pack_padded_sequence(padded, lengths, batch_first: true, enforce_sorted: false);
    }

    /// <summary>The packed rows (N, ...) of a padded batch (B, T, ...).</summary>
    public Tensor Collect(Tensor padded)
    {
        using var cells = padded.flatten(0, 1);
        return cells.index_select(0, Cells);
    }

    /// <summary>The sum (B, d) of each sequence's packed rows (N, d).</summary>
    /// <remarks>At least in float32: a sum in 16 bits stands still once it is some hundred times larger than a row.</remarks>
    public Tensor Sum(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var wide = LossDtype.Widen(rows);
        return zeros([Count, rows.size(1)], dtype: wide.dtype, device: rows.device).index_add(0, Sequences, wide, Scalars.One).MoveToOuterDisposeScope();
    }

    /// <summary>The mean (B, d) of each sequence's packed rows.</summary>
    /// <param name="rows">(N, d).</param>
    /// <param name="lengths">Rows of each sequence (B).</param>
    public Tensor Mean(Tensor rows, Tensor lengths)
    {
        using var scope = NewDisposeScope();
        var sum = Sum(rows);
        return (sum / lengths.to(sum.dtype, sum.device).unsqueeze(1)).to(rows.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>Hands the tensors to the dispose scope around the current one.</summary>
    public PackedPlaces MoveToOuterDisposeScope()
    {
        Sequences.MoveToOuterDisposeScope();
        Cells.MoveToOuterDisposeScope();
        return this;
    }
}
