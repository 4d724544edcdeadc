using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fusion.Layers.Adversarial;

/// <summary>
/// A linear layer that can divide its weight by its largest singular value (Miyato et al. 2018), with <c>weight_u</c> and <c>weight_v</c>
/// as buffers beside the raw <c>weight</c>; torch.nn.Linear will not move buffers it does not know of.
/// </summary>
internal sealed class SpectralLinear : nn.Module<Tensor, Tensor>
{
    private const double Epsilon = 1e-12;
    private const int WarmUpIterations = 15;

    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;

    [ComponentName(Name = "weight_u")]
    private readonly Tensor? _left;

    [ComponentName(Name = "weight_v")]
    private readonly Tensor? _right;

    public SpectralLinear(long inputFeatures, long outputFeatures, bool spectralNorm, Device? device, ScalarType? dtype)
        : base(nameof(SpectralLinear))
    {
        // The draws of torch.nn.Linear, in its order: weight, then bias.
        var bound = 1 / Math.Sqrt(inputFeatures);
        _weight = Owned(empty(outputFeatures, inputFeatures, dtype: dtype, device: device), weight => nn.init.kaiming_uniform_(weight, a: Math.Sqrt(5)));
        _bias = Owned(empty(outputFeatures, dtype: dtype, device: device), bias => nn.init.uniform_(bias, -bound, bound));
        register_parameter("weight", _weight);
        register_parameter("bias", _bias);
        if (!spectralNorm)
            return;

        _left = Unit(randn(outputFeatures, dtype: dtype, device: device));
        _right = Unit(randn(inputFeatures, dtype: dtype, device: device));
        register_buffer("weight_u", _left);
        register_buffer("weight_v", _right);
        for (var i = 0; i < WarmUpIterations; i++)
            MoveSpectralVectors();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => F.linear(input, Effective(_weight), _bias);

    /// <summary>The same values with the parameters outside the graph: gradient reaches the input alone.</summary>
    public Tensor ForwardFrozen(Tensor input)
    {
        using var weight = _weight.detach();
        using var bias = _bias.detach();
        return F.linear(input, Effective(weight), bias);
    }

    /// <summary>One power iteration, as PyTorch does for each training forward.</summary>
    public void MoveSpectralVectors()
    {
        // The meta device has shapes alone.
        if (_left is null || _right is null || _left.device_type == TorchSharp.DeviceType.META)
            return;

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Turn(_right, _weight.t().mv(_left));
        Turn(_left, _weight.mv(_right));
    }

    private Tensor Effective(Tensor weight)
    {
        if (_left is null || _right is null)
            return weight;

        // Copies: the vectors move before backward reads them.
        var largest = weight.mv(_right.clone()).dot(_left.clone());
        // A weight of zeros stays one.
        return weight / where(largest == Scalars.Zero, ones_like(largest), largest);
    }

    /// <summary>Points a vector along its image; an image of zeros gives no direction, and a vector of zeros would stay one for ever.</summary>
    private static void Turn(Tensor vector, Tensor image) =>
        vector.copy_(where(image.any(), F.normalize(image, dim: 0, eps: Epsilon), vector));

    private static Parameter Owned(Tensor tensor, Action<Tensor> initialise)
    {
        using (no_grad())
            initialise(tensor);
        return (Parameter)new Parameter(tensor).DetachFromDisposeScope();
    }

    private static Tensor Unit(Tensor vector)
    {
        using (vector)
            return F.normalize(vector, dim: 0, eps: Epsilon).DetachFromDisposeScope();
    }
}
