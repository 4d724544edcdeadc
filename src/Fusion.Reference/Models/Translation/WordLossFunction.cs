using System.Runtime.InteropServices;
using Fusion.Layers;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>
/// An output layer and its loss in one, on the CPU, a slice of the steps at a time: scores of all steps and all words together are the
/// largest tensor of a translator, and would go through memory some eight times. The gradients are ready with the loss; backward only scales them.
/// </summary>
internal sealed class WordLossFunction : autograd.SingleTensorFunction<WordLossFunction>
{
    // A slice's scores should stay in the cache, yet be tall enough for fast matrix products.
    private const int SliceRows = 256;

    // Products with a few hundred words at a time run up to 1.6 times as fast as with all at once: the panels fit in the cache.
    private const int PanelWords = 512;

    public override string Name => nameof(WordLossFunction);

    /// <summary>The mean over the steps of the cross-entropy against smoothed labels; see <see cref="WordLossKernel"/>.</summary>
    /// <param name="states">What the output layer reads (N, f).</param>
    /// <param name="weight">(V, f).</param>
    /// <param name="bias">(V), or null.</param>
    /// <param name="labels">(N), int64.</param>
    /// <param name="smoothing">Share of the uniform distribution in the labels, from 0 to below 1.</param>
    public static Tensor Mean(Tensor states, Tensor weight, Tensor? bias, Tensor labels, double smoothing) =>
        bias is null ? apply(states, weight, labels, smoothing) : apply(states, weight, labels, smoothing, bias);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (states, weight, labels, smoothing) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (double)vars[3]);
        var bias = vars.Length > 4 ? (Tensor)vars[4] : null;
        using var scope = NewDisposeScope();
        var count = (int)states.size(0);
        var words = MemoryMarshal.Cast<byte, long>(labels.bytes);
        var gradients = new Gradients(Sums(states), Sums(weight), bias is null ? null : Sums(bias));
        var buffer = empty(Math.Min(SliceRows, count), weight.size(0));
        var sum = 0.0;
        for (var start = 0; start < count; start += SliceRows)
        {
            using var slice = NewDisposeScope();
            var rows = Math.Min(SliceRows, count - start);
            var read = states.narrow(0, start, rows);
            var scores = Scores(read, weight, bias, buffer.narrow(0, 0, rows));
            sum += Differentiate(scores, words.Slice(start, rows), smoothing, count);
            gradients.Add(start, scores.to(weight.dtype), read, weight);
        }

        ctx.save_for_backward([.. gradients.All.Select(gradient => gradient.to(weight.dtype).MoveToOuterDisposeScope())]);
        return tensor((float)(sum / count)).MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var noGrad = no_grad();
        var saved = ctx.get_saved_variables();
        return
        [
            saved[0] * grad_output, saved[1] * grad_output, null!, null!, .. saved.Count > 2 ? new[] { saved[2] * grad_output } : [],
        ];
    }

    private static Tensor Scores(Tensor states, Tensor weight, Tensor? bias, Tensor buffer)
    {
        foreach (var (start, words) in Panels(weight))
            MixedProducts.Set(buffer.narrow(1, start, words), states, weight.narrow(0, start, words).t());
        return bias is null ? buffer : buffer.add_(bias, Scalars.One);
    }

    private static Tensor Sums(Tensor like) => zeros(like.shape, dtype: ScalarType.Float32);

    private static IEnumerable<(long Start, long Words)> Panels(Tensor weight)
    {
        for (var start = 0L; start < weight.size(0); start += PanelWords)
            yield return (start, Math.Min(PanelWords, weight.size(0) - start));
    }

    private static double Differentiate(Tensor scores, ReadOnlySpan<long> labels, double smoothing, int count)
    {
        var values = PlainFloats.Of(scores);
        var (width, sum) = ((int)scores.size(1), 0.0);
        for (var row = 0; row < labels.Length; row++)
            sum += WordLossKernel.Gradient(values.Slice(row * width, width), (int)labels[row], smoothing, 1.0 / count);
        return sum;
    }

    private sealed record Gradients(Tensor States, Tensor Weight, Tensor? Bias)
    {
        public IEnumerable<Tensor> All => Bias is null ? [States, Weight] : [States, Weight, Bias];

        public void Add(int start, Tensor scores, Tensor states, Tensor weight)
        {
            MixedProducts.Set(States.narrow(0, start, scores.size(0)), scores, weight);
            foreach (var (first, words) in Panels(Weight))
                MixedProducts.Add(Weight.narrow(0, first, words), scores.narrow(1, first, words).t(), states);
            Bias?.add_(scores.sum([0L]), Scalars.One);
        }
    }
}
