using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Support;

/// <summary>Compares gradients in float64 with central finite differences.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-6;

    /// <summary>Checks every entry of the gradient of a scalar function at each given leaf.</summary>
    /// <param name="function">Computes the scalar anew; must not depend on anything that moves.</param>
    /// <param name="leaves">float64 leaves by name.</param>
    /// <param name="tolerance">Allowed difference, relative above 1.</param>
    public static void Matches(Func<Tensor> function, IEnumerable<(string Name, Tensor Leaf)> leaves, double tolerance = 1e-6)
    {
        var all = leaves.ToArray();
        foreach (var (_, leaf) in all)
            leaf.grad = null;
        using (var scope = NewDisposeScope())
            function().backward();

        foreach (var (name, leaf) in all)
        {
            using var scope = NewDisposeScope();
            var analytic = leaf.grad is { } gradient ? TensorAssert.Numbers(gradient) : new double[leaf.numel()];
            var numeric = Numeric(function, leaf);
            TensorAssert.Close(numeric, analytic, tolerance, $"gradient of {name}");
        }
    }

    public static void Matches(Func<Tensor> function, nn.Module module, IEnumerable<Parameter>? parameters = null, double tolerance = 1e-6)
    {
        var chosen = parameters?.Select(parameter => parameter.Handle).ToHashSet();
        Matches(function, module.named_parameters().Where(pair => chosen is null || chosen.Contains(pair.parameter.Handle)).Select(pair => (pair.name, (Tensor)pair.parameter)), tolerance);
    }

    private static double[] Numeric(Func<Tensor> function, Tensor leaf)
    {
        Assert.Equal(ScalarType.Float64, leaf.dtype);
        var flat = leaf.detach().view(-1);
        var numeric = new double[leaf.numel()];
        for (var i = 0L; i < numeric.LongLength; i++)
        {
            var original = flat[i].item<double>();
            numeric[i] = (At(function, flat, i, original + Step) - At(function, flat, i, original - Step)) / (2 * Step);
            Set(flat, i, original);
        }

        return numeric;
    }

    private static double At(Func<Tensor> function, Tensor flat, long index, double value)
    {
        using var scope = NewDisposeScope();
        Set(flat, index, value);
        return function().item<double>();
    }

    private static void Set(Tensor flat, long index, double value)
    {
        using var noGrad = no_grad();
        flat[index].fill_(value);
    }
}
