using System.Numerics;

namespace Fusion.Reference.Training;

/// <summary>What one step of Adam does to every parameter alike.</summary>
/// <param name="Size">Learning rate over the first moment's bias correction.</param>
/// <param name="RootCorrection">Root of the second moment's bias correction.</param>
internal readonly record struct AdamStep(double Size, double RootCorrection)
{
    public const double Beta1 = 0.9;
    public const double Beta2 = 0.999;
    public const double Epsilon = 1e-8;

    /// <summary>The step of a number, from 1.</summary>
    public static AdamStep At(long number, double learningRate) =>
        new(learningRate / (1 - Math.Pow(Beta1, number)), Math.Sqrt(1 - Math.Pow(Beta2, number)));

    /// <summary>Moves one parameter and its moments, in one pass over memory: several times faster than seven operator calls.</summary>
    public void Move(Span<float> value, ReadOnlySpan<float> slope, Span<float> first, Span<float> second)
    {
        const float b1 = (float)Beta1, g1 = (float)(1 - Beta1), b2 = (float)Beta2, g2 = (float)(1 - Beta2), epsilon = (float)Epsilon;
        var (stepSize, rootCorrection) = ((float)Size, (float)RootCorrection);
        var vectors = value.Length - (value.Length % Vector<float>.Count);
        for (var i = 0; i < vectors; i += Vector<float>.Count)
        {
            var g = new Vector<float>(slope[i..]);
            var m = (new Vector<float>(first[i..]) * b1) + (g * g1);
            var v = (new Vector<float>(second[i..]) * b2) + (g * g * g2);
            m.CopyTo(first[i..]);
            v.CopyTo(second[i..]);
            var root = (Vector.SquareRoot(v) / new Vector<float>(rootCorrection)) + new Vector<float>(epsilon);
            (new Vector<float>(value[i..]) - (m * stepSize / root)).CopyTo(value[i..]);
        }

        for (var i = vectors; i < value.Length; i++)
        {
            first[i] = (first[i] * b1) + (slope[i] * g1);
            second[i] = (second[i] * b2) + (slope[i] * slope[i] * g2);
            value[i] -= first[i] * stepSize / ((MathF.Sqrt(second[i]) / rootCorrection) + epsilon);
        }
    }
}
