using System.Numerics;

namespace Fusion.Reference.Models;

/// <summary>The element-wise part of an LSTM step, one pass over memory in each direction.</summary>
/// <remarks>A row of <c>gates</c> holds the input, forget, cell and output gate side by side, h values each, as torch orders them.</remarks>
internal static class LstmKernel
{
    /// <summary>c = f c' + i g, hidden = o tanh(c).</summary>
    /// <param name="gates">(rows, 4 h): sums of the matrix products; becomes the activated gates.</param>
    /// <param name="previousCell">c' of the first rows; rows beyond it start from 0.</param>
    /// <param name="cell">(rows, h): becomes c.</param>
    /// <param name="hidden">(rows, h): becomes the hidden state.</param>
    /// <param name="width">h.</param>
    public static void Forward(Span<float> gates, ReadOnlySpan<float> previousCell, Span<float> cell, Span<float> hidden, int width)
    {
        for (var (row, start) = (0, 0); start < cell.Length; row++, start += width)
        {
            var gate = gates.Slice(4 * start, 4 * width);
            var previous = start < previousCell.Length ? previousCell.Slice(start, width) : default;
            ForwardRow(gate[..width], gate[width..(2 * width)], gate[(2 * width)..(3 * width)], gate[(3 * width)..], previous, cell.Slice(start, width), hidden.Slice(start, width));
        }
    }

    /// <summary>Gradients of one step: with respect to the sums of the gates, and to the previous cell.</summary>
    /// <param name="gates">(rows, 4 h): the activated gates.</param>
    /// <param name="previousCell">c' of the first rows; rows beyond it started from 0.</param>
    /// <param name="cell">(rows, h): c.</param>
    /// <param name="hiddenGradient">(rows, h): gradient of the hidden state.</param>
    /// <param name="cellGradient">(rows, h): gradient of c from the step after; becomes that of c'.</param>
    /// <param name="gateGradients">(rows, 4 h): becomes the gradients of the sums.</param>
    /// <param name="width">h.</param>
    public static void Backward(
        ReadOnlySpan<float> gates, ReadOnlySpan<float> previousCell, ReadOnlySpan<float> cell, ReadOnlySpan<float> hiddenGradient,
        Span<float> cellGradient, Span<float> gateGradients, int width)
    {
        for (var start = 0; start < cell.Length; start += width)
        {
            var gate = gates.Slice(4 * start, 4 * width);
            var previous = start < previousCell.Length ? previousCell.Slice(start, width) : default;
            BackwardRow(
                gate, previous, cell.Slice(start, width), hiddenGradient.Slice(start, width), cellGradient.Slice(start, width), gateGradients.Slice(4 * start, 4 * width));
        }
    }

    private static void ForwardRow(
        Span<float> input, Span<float> forget, Span<float> candidate, Span<float> output, ReadOnlySpan<float> previous, Span<float> cell, Span<float> hidden)
    {
        var index = 0;
        for (; index <= cell.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            var i = Sigmoid(new Vector<float>(input[index..]));
            var f = Sigmoid(new Vector<float>(forget[index..]));
            var g = Tanh(new Vector<float>(candidate[index..]));
            var o = Sigmoid(new Vector<float>(output[index..]));
            var c = (i * g) + (f * (previous.IsEmpty ? Vector<float>.Zero : new Vector<float>(previous[index..])));
            i.CopyTo(input[index..]);
            f.CopyTo(forget[index..]);
            g.CopyTo(candidate[index..]);
            o.CopyTo(output[index..]);
            c.CopyTo(cell[index..]);
            (o * Tanh(c)).CopyTo(hidden[index..]);
        }

        for (; index < cell.Length; index++)
        {
            input[index] = Sigmoid(input[index]);
            forget[index] = Sigmoid(forget[index]);
            candidate[index] = MathF.Tanh(candidate[index]);
            output[index] = Sigmoid(output[index]);
            cell[index] = (input[index] * candidate[index]) + (forget[index] * (previous.IsEmpty ? 0 : previous[index]));
            hidden[index] = output[index] * MathF.Tanh(cell[index]);
        }
    }

    private static void BackwardRow(
        ReadOnlySpan<float> gates, ReadOnlySpan<float> previous, ReadOnlySpan<float> cell, ReadOnlySpan<float> hiddenGradient, Span<float> cellGradient, Span<float> gateGradients)
    {
        var width = cell.Length;
        var index = 0;
        for (; index <= width - Vector<float>.Count; index += Vector<float>.Count)
        {
            var i = new Vector<float>(gates[index..]);
            var f = new Vector<float>(gates[(width + index)..]);
            var g = new Vector<float>(gates[((2 * width) + index)..]);
            var o = new Vector<float>(gates[((3 * width) + index)..]);
            var before = previous.IsEmpty ? Vector<float>.Zero : new Vector<float>(previous[index..]);
            var tanh = Tanh(new Vector<float>(cell[index..]));
            var dh = new Vector<float>(hiddenGradient[index..]);
            var dc = new Vector<float>(cellGradient[index..]) + (dh * o * (Vector<float>.One - (tanh * tanh)));
            (dc * g * i * (Vector<float>.One - i)).CopyTo(gateGradients[index..]);
            (dc * before * f * (Vector<float>.One - f)).CopyTo(gateGradients[(width + index)..]);
            (dc * i * (Vector<float>.One - (g * g))).CopyTo(gateGradients[((2 * width) + index)..]);
            (dh * tanh * o * (Vector<float>.One - o)).CopyTo(gateGradients[((3 * width) + index)..]);
            (dc * f).CopyTo(cellGradient[index..]);
        }

        for (; index < width; index++)
        {
            var (i, f, g, o) = (gates[index], gates[width + index], gates[(2 * width) + index], gates[(3 * width) + index]);
            var before = previous.IsEmpty ? 0 : previous[index];
            var tanh = MathF.Tanh(cell[index]);
            var dh = hiddenGradient[index];
            var dc = cellGradient[index] + (dh * o * (1 - (tanh * tanh)));
            gateGradients[index] = dc * g * i * (1 - i);
            gateGradients[width + index] = dc * before * f * (1 - f);
            gateGradients[(2 * width) + index] = dc * i * (1 - (g * g));
            gateGradients[(3 * width) + index] = dh * tanh * o * (1 - o);
            cellGradient[index] = dc * f;
        }
    }

    private static Vector<float> Sigmoid(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Vector.Exp(-x));

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));

    // 1 - 2 / (exp(2x) + 1): right at both infinities; near 0 the absolute error stays below one unit of 1's last place.
    private static Vector<float> Tanh(Vector<float> x) =>
        Vector<float>.One - (new Vector<float>(2) / (Vector.Exp(x + x) + Vector<float>.One));
}
