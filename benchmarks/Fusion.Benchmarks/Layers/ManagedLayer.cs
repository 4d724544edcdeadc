using Fusion.Layers;
using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Layers;

/// <summary>A layer as a user of TorchSharp runs it: a dispose scope around each step.</summary>
/// <param name="module">The layer, in its mode; owned.</param>
/// <param name="call">Calls it; the tensors go to the current dispose scope.</param>
internal sealed class ManagedLayer(nn.Module module, Func<(Tensor Fused, Tensor? Loss)> call) : ILayer
{
    private readonly Adam _adam = new(module, LayerModules.LearningRate);

    public void Forward()
    {
        using var scope = NewDisposeScope();
        _ = call();
    }

    public void Backward()
    {
        using var scope = NewDisposeScope();
        module.zero_grad();
        var (fused, loss) = call();
        loss!.Plus(fused.mean()).backward();
    }

    public void Step()
    {
        Backward();
        _adam.Step();
    }

    public LayerValue Value()
    {
        using var scope = NewDisposeScope();
        var (fused, loss) = call();
        return new(loss?.item<float>() ?? 0, fused.sum().item<float>());
    }

    public Tensor? Gradient(string parameter) => module.get_parameter(parameter)!.grad;

    public void Dispose()
    {
        _adam.Dispose();
        module.Dispose();
    }
}
