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
            register_parameter(modality.Name, (Parameter)new Parameter(zeros(width(modality), dtype: dtype, device: device)).DetachFromDisposeScope());
    }

    public Tensor Vector(string modality) => get_parameter(modality)!;
}
