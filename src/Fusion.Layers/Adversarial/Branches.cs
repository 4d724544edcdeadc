using static TorchSharp.torch;

namespace Fusion.Layers.Adversarial;

/// <summary>The branches by modality name, so that state-dict keys read <c>branches.&lt;modality&gt;</c>; ModuleDict cannot move devices.</summary>
internal sealed class Branches : nn.Module
{
    public Branches(IReadOnlyList<Modality> modalities, long features, GANFusionOptions options, Device? device, ScalarType? dtype)
        : base(nameof(Branches))
    {
        Items = [.. modalities.Select((_, position) => new Branch(modalities, position, features, options, device, dtype))];
        for (var m = 0; m < modalities.Count; m++)
            register_module(modalities[m].Name, Items[m]);
    }

    public IReadOnlyList<Branch> Items { get; }
}
