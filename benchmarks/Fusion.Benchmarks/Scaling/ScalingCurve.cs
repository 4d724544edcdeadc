using System.Numerics;
using Fusion.Benchmarks.Layers;
using Fusion.Benchmarks.Suite;
using Fusion.Reference.Baselines;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Scaling;

/// <summary>A fusion whose cost is followed along an axis.</summary>
/// <param name="Axis">Which axis.</param>
/// <param name="Fusion">Name of the fusion.</param>
/// <param name="Points">Numbers of modalities or of tokens, growing.</param>
internal sealed record ScalingCurve(ScalingAxis Axis, string Fusion, IReadOnlyList<long> Points)
{
    /// <summary>Name of the multimodal transformer, which reads sequences only.</summary>
    public const string Transformer = "mult";

    /// <summary>Width of every modality.</summary>
    public const long Width = 32;

    /// <summary>Width of the fused vector; another one, so that GANFusion learns its complements with two modalities as with more.</summary>
    public const long OutputFeatures = 50;

    /// <summary>Rows along the axis of modalities.</summary>
    public const long Rows = 32;

    /// <summary>Sequences along the axis of tokens.</summary>
    public const long Sequences = 8;

    private const string Tensor = "tfn";

    private static readonly IReadOnlyList<long> Modalities = [2, 3, 4, 5, 6, 7, 8];
    private static readonly IReadOnlyList<long> Tokens = [1, 2, 4, 8, 16, 32, 64, 128, 256];
    private static readonly IReadOnlyList<long> QuickTokens = [1, 4, 16, 64, 256];

    /// <summary>The curves of an axis.</summary>
    /// <param name="axis">Which axis.</param>
    /// <param name="quick">Fewer points.</param>
    public static IReadOnlyList<ScalingCurve> Of(ScalingAxis axis, bool quick) => axis == ScalingAxis.Modalities
        ? [.. new[] { "autofusion", "autofusion-fixed", "ganfusion", "concat-matched", "lmf", Tensor }.Select(fusion => new ScalingCurve(axis, fusion, Modalities))]
        : [.. new[] { "autofusion", "ganfusion", Transformer }.Select(fusion => new ScalingCurve(axis, fusion, quick ? QuickTokens : Tokens))];

    /// <summary>Name of the case.</summary>
    public string Name(Pass pass) => $"{Axis}/{Fusion}/{pass}".ToLowerInvariant();

    /// <summary>Bytes that a point would take, where it is not run because that is too much; else null.</summary>
    public long? Refused(long x) =>
        Fusion == Tensor && TensorFusion.Bytes(Shape(x).Modalities, OutputFeatures, ScalarType.Float32) is var bytes && bytes > TrainedFusion.TensorFusionLimit ? (long)BigInteger.Min(bytes, long.MaxValue) : null;

    /// <summary>The fusion at a point.</summary>
    public ITrainedFusion Build(long x) => Axis == ScalingAxis.Modalities ? new TrainedFusion(Fusion, Shape(x), Rows)
        : Fusion == Transformer ? new TrainedTransformer(Shape(2), Sequences, x)
        : new TrainedFusion(Fusion, Shape(2), Sequences, x);

    private static LayerShape Shape(long modalities) => new([.. Enumerable.Repeat(Width, (int)modalities)], OutputFeatures);
}
