using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Layers;

/// <summary>
/// Gradient surgery (Yu et al. 2020): where two losses pull shared parameters in conflicting directions, each gives up its part along the other.
/// </summary>
public static class PCGrad
{
    /// <summary>
    /// Backward for several losses: shared parameters accumulate the sum of the projected gradients, every other leaf the plain sum.
    /// </summary>
    /// <remarks>
    /// g_i loses (g_i.g_j / g_j.g_j) g_j for each j with g_i.g_j below 0, j in random order. Gradients accumulate into <c>.grad</c> as <c>backward</c> does.
    /// A loss that misses a shared parameter counts as zero gradient there; a null loss is skipped. The graph is freed.
    /// Memory: one copy of the shared gradients per loss.
    /// </remarks>
    /// <param name="losses">Scalars, each attached to the graph; null = skipped.</param>
    /// <param name="shared">The parameters whose gradients are reconciled; one named twice counts once.</param>
    /// <param name="generator">Draws the order, on the CPU; default: torch's global generator.</param>
    /// <exception cref="ArgumentException">No loss, a loss that is not a scalar or needs no gradient, or a shared parameter that needs none.</exception>
    public static void backward(IReadOnlyList<Tensor?> losses, IEnumerable<Parameter> shared, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(losses);
        ArgumentNullException.ThrowIfNull(shared);
        Tensor[] active = [.. losses.OfType<Tensor>()];
        Parameter[] parameters = [.. shared.DistinctBy(parameter => parameter.Handle)];
        Require.That(active.Length > 0, nameof(losses), "at least one loss", "none");
        foreach (var loss in active)
            Require.That(loss.numel() == 1 && loss.requires_grad, nameof(losses), "scalars attached to the graph", $"shape ({string.Join(", ", loss.shape)}), requires_grad {loss.requires_grad}");
        foreach (var parameter in parameters)
            Require.That(parameter.requires_grad && parameter.is_leaf, nameof(shared), "parameters that require gradient", "one that does not");

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor?[] before = [.. parameters.Select(parameter => parameter.grad?.clone())];
        var gradients = new Tensor?[active.Length][];
        try
        {
            for (var i = 0; i < active.Length; i++)
                gradients[i] = GradientsOf(active[i], parameters, retainGraph: i + 1 < active.Length);
            var coefficients = Reconcile(Products(gradients, parameters.Length), active.Length, generator);
            Assign(parameters, [.. parameters.Select((_, p) => Combine(before[p], gradients, coefficients, p))]);
        }
        catch
        {
            Assign(parameters, before);
            throw;
        }
    }

    private static Tensor?[] GradientsOf(Tensor loss, Parameter[] parameters, bool retainGraph)
    {
        foreach (var parameter in parameters)
            parameter.grad = null;
        loss.backward(retain_graph: retainGraph);
        return [.. parameters.Select(parameter => parameter.grad?.clone())];
    }

    /// <summary>Inner products of the losses' gradients.</summary>
    private static double[,] Products(Tensor?[][] gradients, int parameters)
    {
        var products = new double[gradients.Length, gradients.Length];
        for (var i = 0; i < gradients.Length; i++)
            for (var j = 0; j <= i; j++)
                for (var p = 0; p < parameters; p++)
                    if (gradients[i][p] is { } first && gradients[j][p] is { } second)
                        products[i, j] = products[j, i] += InnerProduct(first, second);
        return products;
    }

    // Widened first: squares of small gradients vanish in a narrow dtype.
    private static double InnerProduct(Tensor first, Tensor second)
    {
        using var scope = NewDisposeScope();
        return (first.to_type(ScalarType.Float64) * second.to_type(ScalarType.Float64)).sum().item<double>();
    }

    /// <summary>How often each loss's gradient enters the sum of the projected ones; projections need inner products alone.</summary>
    private static double[] Reconcile(double[,] products, int losses, Generator? generator)
    {
        var total = new double[losses];
        for (var i = 0; i < losses; i++)
        {
            var projected = new double[losses];
            projected[i] = 1;
            foreach (var j in randperm(losses, device: CPU, generator: generator).data<long>().Where(j => j != i))
            {
                var conflict = Enumerable.Range(0, losses).Sum(k => projected[k] * products[k, j]);
                // A gradient of 0 has no direction to give up, whatever rounding says of the product.
                if (conflict < 0 && products[j, j] > 0)
                    projected[j] -= conflict / products[j, j];
            }

            for (var k = 0; k < losses; k++)
                total[k] += projected[k];
        }

        return total;
    }

    private static Tensor? Combine(Tensor? before, Tensor?[][] gradients, double[] coefficients, int parameter)
    {
        var sum = before;
        for (var i = 0; i < gradients.Length; i++)
        {
            if (gradients[i][parameter] is not { } gradient)
                continue;

            using var coefficient = coefficients[i].ToScalar();
            var scaled = gradient.mul(coefficient);
            sum = sum is null ? scaled : sum.Plus(scaled);
        }

        return sum;
    }

    private static void Assign(Parameter[] parameters, Tensor?[] gradients)
    {
        for (var p = 0; p < parameters.Length; p++)
            parameters[p].grad = gradients[p];
    }
}
