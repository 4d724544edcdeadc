using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>
/// The positions of Vaswani et al. (2017): columns 2 i and 2 i + 1 of position p are the sine and the cosine of p / 10000^(2 i / d). They are the same for every
/// model and learn nothing, so they are no part of its weights.
/// </summary>
/// <param name="features">Width d.</param>
/// <param name="first">p of the first step.</param>
internal sealed class SinusoidalPositions(int features, int first)
{
    private const double LongestWave = 10000;

    private double[] _table = [];

    /// <summary>The first steps (T, d), with the element type and device of another tensor.</summary>
    public Tensor First(long steps, Tensor like)
    {
        var count = (int)steps * features;
        // Grown at need: computing it anew for each batch costs as much as a small layer.
        var table = _table.Length >= count ? _table : _table = Table((int)steps);
        return tensor(table[..count], [steps, features], dtype: like.dtype, device: like.device);
    }

    private double[] Table(int steps)
    {
        var table = new double[steps * features];
        for (var index = 0; index < table.Length; index++)
        {
            var (step, column) = Math.DivRem(index, features);
            var angle = (first + step) / Math.Pow(LongestWave, (column - (column % 2)) / (double)features);
            table[index] = column % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);
        }

        return table;
    }
}
