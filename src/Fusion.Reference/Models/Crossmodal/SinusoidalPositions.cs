using static TorchSharp.torch;

namespace Fusion.Reference.Models.Crossmodal;

/// <summary>Positions as sines and cosines (Vaswani et al., "Attention is all you need", 2017), counted from 1.</summary>
internal static class SinusoidalPositions
{
    private const double Base = 10000;

    /// <summary>The positions 1 to T (T, w): sin(i / 10000^(2j/w)) at 2j, cos of the same at 2j + 1.</summary>
    public static Tensor Of(long steps, long width, ScalarType dtype, Device device)
    {
        var values = new double[steps * width];
        for (var step = 0L; step < steps; step++)
            for (var column = 0L; column < width; column++)
            {
                var angle = (step + 1) / Math.Pow(Base, (double)(column - (column % 2)) / width);
                values[(step * width) + column] = column % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);
            }

        return tensor(values, [steps, width], dtype: dtype, device: device);
    }
}
