using static TorchSharp.torch;

namespace Fusion.Benchmarks.Layers;

/// <summary>One implementation of a layer with its inputs and its optimiser. Each member is one iteration and leaves no tensor behind.</summary>
internal interface ILayer : IDisposable
{
    /// <summary>Runs the layer in its mode.</summary>
    void Forward();

    /// <summary>Runs the layer, and backward from its loss plus the mean of the fused vectors.</summary>
    void Backward();

    /// <summary>As <see cref="Backward"/>, and a step of Adam.</summary>
    void Step();

    /// <summary>What the layer says: its loss, where it is in training, and the sum of the fused vectors.</summary>
    LayerValue Value();

    /// <summary>The gradient of a parameter after <see cref="Backward"/>, by its name in the state dict; null where it has none.</summary>
    Tensor? Gradient(string parameter);
}
