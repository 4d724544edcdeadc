using static TorchSharp.torch;

namespace Fusion.Benchmarks.Training;

/// <summary>How a model is trained.</summary>
/// <param name="Dropout">Whether dropout is on, and the noise of GANFusion.</param>
/// <param name="Dtype">Of parameters and features.</param>
internal sealed record TrainingVariant(bool Dropout, ScalarType Dtype)
{
    /// <summary>Where the model and its batches lie.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>As the program trains.</summary>
    public static TrainingVariant Timed { get; } = new(true, ScalarType.Float32);

    /// <summary>Without random draws, so that losses can be compared.</summary>
    public static TrainingVariant Still { get; } = new(false, ScalarType.Float32);

    /// <summary>The same where rounding hides nothing.</summary>
    public static TrainingVariant Exact { get; } = new(false, ScalarType.Float64);
}
