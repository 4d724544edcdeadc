using Fusion.Layers;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>
/// One direction of an LSTM over packed sequences on the CPU, with its own backward pass. Torch's takes the gradient of the weights step by step, in thin
/// matrix products; here each is one product over all steps, and the gates are one pass over memory. Gates and cells are float32, also where weights are bfloat16.
/// </summary>
internal sealed class LstmFunction : autograd.SingleTensorFunction<LstmFunction>
{
    public override string Name => nameof(LstmFunction);

    /// <summary>Hidden states (N, h) of packed rows (N, d).</summary>
    /// <param name="rows">Packed inputs (N, d), float32 or bfloat16 as the weights, on the CPU.</param>
    /// <param name="inputWeight">(4 h, d).</param>
    /// <param name="recurrentWeight">(4 h, h).</param>
    /// <param name="inputBias">(4 h).</param>
    /// <param name="recurrentBias">(4 h).</param>
    /// <param name="layout">Where the rows lie.</param>
    /// <param name="reverse">Reads every sequence from its end.</param>
    public static Tensor States(
        Tensor rows, Tensor inputWeight, Tensor recurrentWeight, Tensor inputBias, Tensor recurrentBias, SequenceLayout layout, bool reverse) =>
        apply(rows, inputWeight, recurrentWeight, inputBias, recurrentBias, layout, reverse);

    /// <summary>The same from first to last, where sequences do not start from 0.</summary>
    /// <param name="rows">Packed inputs (N, d), float32 or bfloat16 as the weights, on the CPU.</param>
    /// <param name="inputWeight">(4 h, d).</param>
    /// <param name="recurrentWeight">(4 h, h).</param>
    /// <param name="inputBias">(4 h).</param>
    /// <param name="recurrentBias">(4 h).</param>
    /// <param name="layout">Where the rows lie.</param>
    /// <param name="hidden">Hidden states (B, h) before the first step, longest sequence first.</param>
    /// <param name="cell">Cell states (B, h) before the first step, longest sequence first.</param>
    public static Tensor Continued(
        Tensor rows, Tensor inputWeight, Tensor recurrentWeight, Tensor inputBias, Tensor recurrentBias, SequenceLayout layout, Tensor hidden, Tensor cell) =>
        apply(rows, inputWeight, recurrentWeight, inputBias, recurrentBias, layout, false, hidden, cell);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (rows, inputWeight, recurrentWeight, inputBias, recurrentBias) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (Tensor)vars[3], (Tensor)vars[4]);
        var (layout, reverse) = ((SequenceLayout)vars[5], (bool)vars[6]);
        Start? start = vars.Length > 7 ? new((Tensor)vars[7], (Tensor)vars[8]) : null;
        using var scope = NewDisposeScope();
        var width = recurrentWeight.size(1);
        var bias = LossDtype.Widen(inputBias).Plus(LossDtype.Widen(recurrentBias));
        var gates = MixedProducts.Affine(bias, rows, inputWeight.t());
        var cells = empty(layout.Rows, width);
        var states = empty(layout.Rows, width);
        var weight = recurrentWeight.t();
        if (start is not null)
        {
            using var first = gates.narrow(0, 0, layout.Sequences);
            MixedProducts.Add(first, start.Hidden, weight);
        }

        var startCell = start is null ? null : LossDtype.Widen(start.Cell).contiguous();
        Run(gates, cells, states, weight, startCell, layout, reverse);
        ctx.save_for_backward([rows, inputWeight, recurrentWeight, gates, cells, states, .. start is null ? Array.Empty<Tensor>() : [start.Hidden, startCell!]]);
        startCell?.MoveToOuterDisposeScope();
        ctx.save_data("layout", layout);
        ctx.save_data("reverse", reverse);
        gates.MoveToOuterDisposeScope();
        cells.MoveToOuterDisposeScope();
        states.MoveToOuterDisposeScope();
        return states.dtype == rows.dtype ? states : states.to(rows.dtype).MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (rows, inputWeight, recurrentWeight, activated, cells, states) = (saved[0], saved[1], saved[2], saved[3], saved[4], saved[5]);
        Start? start = saved.Count > 6 ? new(saved[6], saved[7]) : null;
        var (layout, reverse) = ((SequenceLayout)ctx.get_data("layout"), (bool)ctx.get_data("reverse"));
        // A copy: what came is not ours to change.
        var gradient = grad_output.contiguous().to(ScalarType.Float32, copy: true);
        var gates = empty_like(activated);
        var cellGradient = zeros(layout.Sequences, recurrentWeight.size(1));
        RunBack(activated, gates, cells, gradient, cellGradient, recurrentWeight, start?.Cell, layout, reverse);
        var rounded = gates.to(rows.dtype);
        var transposed = rounded.t();
        var bias = gates.sum([0L]).to(rows.dtype);
        return
        [
            rounded.mm(inputWeight).MoveToOuterDisposeScope(), transposed.mm(rows).MoveToOuterDisposeScope(),
            transposed.mm(Before(states, start?.Hidden, layout, reverse).to(rows.dtype)).MoveToOuterDisposeScope(), bias.MoveToOuterDisposeScope(), bias.clone().MoveToOuterDisposeScope(),
            null!, null!, .. start is null ? Array.Empty<Tensor>() : StartGradients(),
        ];

        Tensor[] StartGradients()
        {
            using var first = rounded.narrow(0, 0, layout.Sequences);
            return [first.mm(recurrentWeight).MoveToOuterDisposeScope(), cellGradient.to(rows.dtype).MoveToOuterDisposeScope()];
        }
    }

    /// <summary>Every step of the forward pass; the gates become activated ones, cells and states are written.</summary>
    private static void Run(Tensor gates, Tensor cells, Tensor states, Tensor weight, Tensor? startCell, SequenceLayout layout, bool reverse)
    {
        var width = (int)states.size(1);
        foreach (var (step, before, continued) in Steps(layout, reverse))
        {
            if (continued > 0)
            {
                using var running = gates.narrow(0, layout.Start(step), continued);
                using var previous = states.narrow(0, layout.Start(before), continued);
                MixedProducts.Add(running, previous, weight);
            }

            LstmKernel.Forward(
                Part(gates, layout.Start(step), layout.Size(step), 4 * width), Previous(cells, startCell, layout, before, continued, width),
                Part(cells, layout.Start(step), layout.Size(step), width), Part(states, layout.Start(step), layout.Size(step), width), width);
        }
    }

    /// <summary>Every step of the backward pass; the gradients of the gates' sums are written, the cells' gradients become those of the start.</summary>
    private static void RunBack(
        Tensor activated, Tensor gates, Tensor cells, Tensor gradient, Tensor cellGradient, Tensor recurrentWeight, Tensor? startCell, SequenceLayout layout, bool reverse)
    {
        var width = (int)gradient.size(1);
        foreach (var (step, before, continued) in Steps(layout, reverse).Reverse())
        {
            LstmKernel.Backward(
                Part(activated, layout.Start(step), layout.Size(step), 4 * width), Previous(cells, startCell, layout, before, continued, width),
                Part(cells, layout.Start(step), layout.Size(step), width), Part(gradient, layout.Start(step), layout.Size(step), width),
                Part(cellGradient, 0, layout.Size(step), width), Part(gates, layout.Start(step), layout.Size(step), 4 * width), width);
            if (continued == 0)
                continue;
            using var running = gates.narrow(0, layout.Start(step), continued);
            using var previous = gradient.narrow(0, layout.Start(before), continued);
            MixedProducts.Add(previous, running, recurrentWeight);
        }
    }

    /// <summary>Each step with the one whose states it continues, and how many of them; that one lies outside at the start.</summary>
    private static IEnumerable<(int Step, int Before, int Continued)> Steps(SequenceLayout layout, bool reverse)
    {
        for (var index = 0; index < layout.Steps; index++)
        {
            var (step, before) = reverse ? (layout.Steps - 1 - index, layout.Steps - index) : (index, index - 1);
            yield return (step, before, Math.Min(layout.Size(step), layout.Size(before)));
        }
    }

    /// <summary>The cells that the first rows of a step continue.</summary>
    private static Span<float> Previous(Tensor cells, Tensor? start, SequenceLayout layout, int before, int continued, int width)
    {
        if (continued > 0)
            return Part(cells, layout.Start(before), continued, width);
        return start is null ? default : Part(start, 0, layout.Sequences, width);
    }

    /// <summary>For every row the state it continued; without a given one, 0 at the start of a sequence.</summary>
    private static Tensor Before(Tensor states, Tensor? start, SequenceLayout layout, bool reverse)
    {
        var before = zeros_like(states);
        if (start is not null)
        {
            using var first = before.narrow(0, 0, layout.Sequences);
            first.copy_(start);
        }

        foreach (var (step, from, continued) in Steps(layout, reverse))
        {
            if (continued == 0)
                continue;
            using var target = before.narrow(0, layout.Start(step), continued);
            using var source = states.narrow(0, layout.Start(from), continued);
            target.copy_(source);
        }

        return before;
    }

    private sealed record Start(Tensor Hidden, Tensor Cell);

    private static Span<float> Part(Tensor tensor, int start, int rows, int width) =>
        PlainFloats.Of(tensor).Slice(start * width, rows * width);
}
