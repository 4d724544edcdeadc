using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Support;

/// <summary>Copies of what a module holds, for comparison after something ran.</summary>
internal static class ModuleState
{
    public static Dictionary<string, Tensor> Copy(nn.Module module) =>
        module.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone());

    /// <summary>Gradients by parameter name; null where there is none.</summary>
    public static Dictionary<string, Tensor?> Gradients(nn.Module module) =>
        module.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.grad?.clone());

    public static void Same(IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (name, tensor) in expected)
            TensorAssert.Same(tensor, actual[name], name);
    }

    public static void SameGradients(IReadOnlyDictionary<string, Tensor?> expected, IReadOnlyDictionary<string, Tensor?> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (name, gradient) in expected)
            TensorAssert.Same(gradient, actual[name], $"gradient of {name}");
    }

    /// <summary>The names of all parameters, in one string that a failure can show.</summary>
    public static string Names(IEnumerable<Parameter> parameters) => string.Join(", ", parameters.Select(parameter => string.Join('x', parameter.shape)));
}
