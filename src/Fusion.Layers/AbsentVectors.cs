using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Layers;

/// <summary>One learned vector per modality, keys <c>absent.&lt;modality&gt;</c>, for rows that do not have it.</summary>
internal sealed class AbsentVectors : nn.Module
{
    public AbsentVectors(IReadOnlyList<Modality> modalities, Func<Modality, long> width, Device? device, ScalarType? dtype)
        : base(nameof(AbsentVectors))
    {
        // Zeros: training starts where AbsentFill.Zeros stays, and the global generator is not touched.
        foreach (var modality in modalities)
            register_parameter(modality.Name, Owned(zeros(width(modality), dtype: dtype, device: device), requiresGrad: true));
    }

    public Tensor Vector(string modality) => get_parameter(modality)!;

    /// <inheritdoc/>
    // The inherited move writes each parameter through the member of its name, and a modality may be called "name" or "training".
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        foreach (var (name, vector) in named_parameters(recurse: false).ToArray())
        {
            var (type, place) = (dtype ?? vector.dtype, device ?? vector.device);
            if (type == vector.dtype && place.type == vector.device_type && place.index == vector.device_index)
                continue;

            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var moved = Owned(vector.to(type, place, copy: true), vector.requires_grad);
            if (vector.grad is { } gradient)
                moved.grad = gradient.to(type, place, copy: true);
            ConditionallyRegisterParameter(name, moved);
            vector.Dispose();
        }

        if (device is not null)
            (_deviceType, _deviceIndex) = (device.type, device.index);
    }

    private static Parameter Owned(Tensor tensor, bool requiresGrad) => (Parameter)new Parameter(tensor, requiresGrad).DetachFromDisposeScope();
}
