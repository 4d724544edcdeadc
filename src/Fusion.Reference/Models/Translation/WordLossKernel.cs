using System.Numerics;

namespace Fusion.Reference.Models.Translation;

/// <summary>Cross-entropy of one step against a smoothed label, and its gradient, in three passes over the scores while they are in the cache.</summary>
internal static class WordLossKernel
{
    /// <summary>ln sum exp(x) - (1 - s) x_label - s mean(x); the scores become scale * (softmax(x) - (1 - s) [label] - s / V).</summary>
    /// <param name="scores">x (V).</param>
    /// <param name="label">The right word.</param>
    /// <param name="smoothing">s.</param>
    /// <param name="scale">Weight of the step in the loss whose gradient is asked for.</param>
    public static double Gradient(Span<float> scores, int label, double smoothing, double scale)
    {
        var (loss, largest, logarithm) = Loss(scores, label, smoothing);
        Softmax(scores, (float)(largest + logarithm), (float)scale, (float)(scale * smoothing / scores.Length));
        scores[label] -= (float)(scale * (1 - smoothing));
        return loss;
    }

    /// <summary>ln sum exp(x).</summary>
    public static double LogSumOfExponentials(ReadOnlySpan<float> scores)
    {
        var largest = LargestAndSum(scores).Largest;
        return largest + Math.Log(SumOfExponentials(scores, largest));
    }

    private static (double Loss, double Largest, double Logarithm) Loss(ReadOnlySpan<float> scores, int label, double smoothing)
    {
        var (largest, sum) = LargestAndSum(scores);
        var logarithm = Math.Log(SumOfExponentials(scores, largest));
        return (largest + logarithm - ((1 - smoothing) * scores[label]) - (smoothing * sum / scores.Length), largest, logarithm);
    }

    private static (float Largest, float Sum) LargestAndSum(ReadOnlySpan<float> scores)
    {
        var (largest, sum, index) = (new Vector<float>(float.NegativeInfinity), Vector<float>.Zero, 0);
        for (; index <= scores.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            var x = new Vector<float>(scores[index..]);
            largest = Vector.Max(largest, x);
            sum += x;
        }

        var (top, total) = (float.NegativeInfinity, Vector.Sum(sum));
        for (var lane = 0; lane < Vector<float>.Count; lane++)
            top = MathF.Max(top, largest[lane]);
        for (; index < scores.Length; index++)
            (top, total) = (MathF.Max(top, scores[index]), total + scores[index]);
        return (top, total);
    }

    private static float SumOfExponentials(ReadOnlySpan<float> scores, float shift)
    {
        var (sum, index, shifts) = (Vector<float>.Zero, 0, new Vector<float>(shift));
        for (; index <= scores.Length - Vector<float>.Count; index += Vector<float>.Count)
            sum += Vector.Exp(new Vector<float>(scores[index..]) - shifts);
        var total = Vector.Sum(sum);
        for (; index < scores.Length; index++)
            total += MathF.Exp(scores[index] - shift);
        return total;
    }

    private static void Softmax(Span<float> scores, float shift, float scale, float uniform)
    {
        var (index, shifts, uniforms) = (0, new Vector<float>(shift), new Vector<float>(uniform));
        for (; index <= scores.Length - Vector<float>.Count; index += Vector<float>.Count)
            ((Vector.Exp(new Vector<float>(scores[index..]) - shifts) * scale) - uniforms).CopyTo(scores[index..]);
        for (; index < scores.Length; index++)
            scores[index] = (MathF.Exp(scores[index] - shift) * scale) - uniform;
    }
}
