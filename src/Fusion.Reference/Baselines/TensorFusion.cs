using System.Numerics;
using Fusion.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Baselines;

/// <summary>
/// TFN, tensor fusion (Zadeh, Chen, Poria, Cambria and Morency, "Tensor Fusion Network for Multimodal Sentiment Analysis", EMNLP 2017): the outer product of
/// all modalities, each with a 1 appended, so that it holds every product of values of one, two, ... or all of them; then a linear layer.
/// </summary>
/// <remarks>
/// fused = W vec([z_1; 1] x ... x [z_M; 1]) + b, the last modality's values next to each other in vec. Differences from the paper: any number of
/// modalities, and one linear layer where it has two hidden ReLU layers and a head of its own, which the model around brings here. A modality that is absent
/// counts as zeros, its 1 remains: the products of the others are then as without it.
/// </remarks>
internal sealed class TensorFusion : FusionModule
{
    // The parameters, their gradients and two moments of Adam.
    private const int CopiesOfParameters = 4;

    private readonly Linear _project;

    /// <param name="modalities">The inputs, at least two.</param>
    /// <param name="outputFeatures">Width t of the fused vectors.</param>
    /// <param name="options">What all fusions share.</param>
    /// <param name="memoryLimit">Bytes that training one row may take, see <see cref="Bytes"/>; default: the memory that this process may use.</param>
    /// <param name="device">Device of the parameters.</param>
    /// <param name="dtype">Dtype of the parameters.</param>
    /// <exception cref="UserErrorException">It takes more; the message has both numbers.</exception>
    public TensorFusion(
        IReadOnlyList<Modality> modalities, long outputFeatures, FusionOptions? options = null, long? memoryLimit = null, Device? device = null, ScalarType? dtype = null)
        : base(nameof(TensorFusion), Fitting(modalities, outputFeatures, memoryLimit, dtype), outputFeatures, options ?? AutoFusionOptions.Default, device, dtype) =>
        register_module("project", _project = nn.Linear((long)Products(modalities), outputFeatures, device: device, dtype: dtype));

    /// <summary>Width of the flattened tensor: the product of all d_m + 1.</summary>
    public static BigInteger Products(IEnumerable<Modality> modalities) =>
        modalities.Aggregate(BigInteger.One, (product, modality) => product * (modality.Features + 1));

    /// <summary>Number of parameters: (product of all d_m + 1) t + t.</summary>
    public static BigInteger Parameters(IReadOnlyList<Modality> modalities, long outputFeatures) => (Products(modalities) + 1) * outputFeatures;

    /// <summary>Bytes that training takes at least: parameters, gradients and Adam's two moments, and the tensor of one row.</summary>
    public static BigInteger Bytes(IReadOnlyList<Modality> modalities, long outputFeatures, ScalarType dtype) =>
        ((CopiesOfParameters * Parameters(modalities, outputFeatures)) + Products(modalities)) * SizeOf(dtype);

    protected override FusionResult fuse(FusionRows rows, bool computeLoss)
    {
        var one = ones([rows.Count, 1], dtype: Dtype, device: Device);
        var tensor = Enumerable.Range(0, Modalities.Count).Select(modality => cat([Filled(rows, modality), one], 1)).Aggregate(Outer);
        return FusionResult.Plain(_project.forward(tensor));
    }

    // The one child is registered by name above; reflection would add it again under its field name.
    protected override void RegisterComponents()
    {
    }

    private static Tensor Outer(Tensor left, Tensor right) => (left.unsqueeze(2) * right.unsqueeze(1)).flatten(1);

    // Before the base class makes anything.
    private static IReadOnlyList<Modality> Fitting(IReadOnlyList<Modality> modalities, long outputFeatures, long? memoryLimit, ScalarType? dtype)
    {
        ArgumentNullException.ThrowIfNull(modalities);
        var (type, limit) = (dtype ?? get_default_dtype(), memoryLimit ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        var bytes = Bytes(modalities, outputFeatures, type);
        return bytes <= limit ? modalities : throw new UserErrorException(FormattableString.Invariant(
            $"TensorFusion of {string.Join(" x ", modalities.Select(modality => $"({modality.Name} {modality.Features} + 1)"))} = {Products(modalities):N0} products to {outputFeatures}: expected at most {limit:N0} bytes to train it on one row in {type}, found {bytes:N0}"));
    }

    private static int SizeOf(ScalarType dtype) => dtype switch
    {
        ScalarType.Float64 => sizeof(double),
        ScalarType.Float32 => sizeof(float),
        _ => sizeof(ushort),
    };
}
