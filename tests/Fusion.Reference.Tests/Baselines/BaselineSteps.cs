using Fusion.Reference.Training;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Baselines;

/// <summary>What one step of training does to a module.</summary>
internal static class BaselineSteps
{
    /// <summary>Every parameter has a gradient that is not zero, and one step of Adam changes it.</summary>
    public static void RequireEveryParameterToMove(nn.Module module, Func<Tensor> output)
    {
        using var adam = new Adam(module, 1e-2);
        module.train();
        output().square().sum().backward();
        var before = module.named_parameters().ToDictionary(item => item.name, item => item.parameter.detach().clone());
        adam.Step();
        foreach (var (name, parameter) in module.named_parameters())
        {
            Assert.True(parameter.grad is not null && parameter.grad.abs().sum().item<float>() > 0, $"{name} has no gradient");
            Assert.False(allclose(before[name], parameter, rtol: 0, atol: 0), $"{name} does not move");
        }
    }
}
