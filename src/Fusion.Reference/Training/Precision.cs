using static TorchSharp.torch;

namespace Fusion.Reference.Training;

/// <summary>What a model's weights are stored and multiplied in while it is trained. Losses and the optimiser's state are float32 either way.</summary>
internal enum Precision
{
    Float32,

    /// <summary>Half the bits: faster where the processor or GPU multiplies them itself, slower elsewhere. Adam keeps what rounding cuts off.</summary>
    BFloat16,
}

/// <summary>The element type behind a <see cref="Precision"/>.</summary>
internal static class Precisions
{
    public static ScalarType Dtype(this Precision precision) => precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
}
