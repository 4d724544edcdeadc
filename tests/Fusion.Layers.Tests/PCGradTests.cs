using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Fusion.Layers.Tests.Support;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests;

/// <summary>Gradient surgery against its definition.</summary>
public sealed class PCGradTests
{
    [Fact]
    public void TheKnownExampleComesOut()
    {
        using var scope = NewDisposeScope();
        var shared = Leaf(3);
        Tensor[] losses = [Linear(shared, [-4, 1, 1]), Linear(shared, [6, 1, 1])];
        PCGrad.backward(losses, [shared]);
        // The value other libraries publish for this matrix is the sum of the projected rows.
        TensorAssert.Close([0.5848, 3.8012, 3.8012], TensorAssert.Numbers(shared.grad!), 1e-4, "gradient");
    }

    [Property(MaxTest = 100, Arbitrary = [typeof(Conflicts)])]
    public void TwoLossesFollowTheFormulaAndEndWithoutConflict(Conflict conflict)
    {
        using var scope = NewDisposeScope();
        var (first, second) = (conflict.Gradients[0], conflict.Gradients[1]);
        var shared = Leaf(first.Length);
        PCGrad.backward([Linear(shared, first), Linear(shared, second)], [shared]);
        var product = Dot(first, second);
        var (a, b) = product < 0 ? (product / Dot(second, second), product / Dot(first, first)) : (0, 0);
        double[] one = [.. first.Select((g, i) => g - (a * second[i]))];
        double[] two = [.. second.Select((g, i) => g - (b * first[i]))];
        TensorAssert.Close([.. one.Select((g, i) => g + two[i])], TensorAssert.Numbers(shared.grad!), 1e-10, "gradient");

        // Neither loss rises along the step, to first order.
        var step = TensorAssert.Numbers(shared.grad!);
        Assert.True(Dot(step, first) >= -1e-9 * Scale(first, step) && Dot(step, second) >= -1e-9 * Scale(second, step));
    }

    [Property(MaxTest = 100, Arbitrary = [typeof(Conflicts)])]
    public void ManyLossesFollowTheDefinitionInSomeOrder(Conflict conflict)
    {
        using var scope = NewDisposeScope();
        var shared = Leaf(conflict.Gradients[0].Length);
        using var generator = new Generator(conflict.Seed);
        using var same = new Generator(conflict.Seed);
        PCGrad.backward([.. conflict.Gradients.Select(gradient => Linear(shared, gradient))], [shared], generator);

        var sum = new double[conflict.Gradients[0].Length];
        for (var i = 0; i < conflict.Gradients.Length; i++)
        {
            double[] projected = [.. conflict.Gradients[i]];
            foreach (var j in randperm(conflict.Gradients.Length, generator: same).data<long>().ToArray().Where(j => j != i))
            {
                var other = conflict.Gradients[j];
                var product = Dot(projected, other);
                if (product < 0)
                    projected = [.. projected.Select((g, k) => g - (product / Dot(other, other) * other[k]))];
            }

            sum = [.. sum.Select((g, k) => g + projected[k])];
        }

        TensorAssert.Close(sum, TensorAssert.Numbers(shared.grad!), 1e-8, "gradient");
    }

    /// <summary>Lists of parameters are often put together from modules that share some.</summary>
    [Fact]
    public void AParameterNamedTwiceCountsOnce()
    {
        using var scope = NewDisposeScope();
        var (one, two) = (Leaf(2), Leaf(2));
        // One alone conflicts, both together do not.
        Tensor[] losses = [Linear(one, [1, 0]) + Linear(two, [1, 0]), Linear(one, [-2, 1]) + Linear(two, [3, 1])];
        PCGrad.backward(losses, [one, one, two]);
        Assert.Equal([-1, 1], TensorAssert.Numbers(one.grad!));
        Assert.Equal([4, 1], TensorAssert.Numbers(two.grad!));
    }

    [Fact]
    public void WithoutConflictItIsThePlainSum()
    {
        using var scope = NewDisposeScope();
        var shared = Leaf(3);
        PCGrad.backward([Linear(shared, [1, 2, 0]), Linear(shared, [0, 1, 3]), null], [shared]);
        Assert.Equal([1, 3, 3], TensorAssert.Numbers(shared.grad!));
    }

    [Fact]
    public void GradientsAccumulateAndOtherLeavesGetThePlainSum()
    {
        using var scope = NewDisposeScope();
        var (shared, head, input) = (Leaf(2), Leaf(2), Leaf(2));
        shared.grad = tensor(new[] { 10.0, 20.0 });
        head.grad = tensor(new[] { 1.0, 1.0 });
        // Opposite gradients: the shared ones cancel, those of the head must not be reconciled.
        Tensor[] losses = [Linear(shared, [1, 0]) + Linear(head, [1, 0]) + Linear(input, [2, 0]), Linear(shared, [-1, 0]) + Linear(head, [-3, 0])];
        PCGrad.backward(losses, [shared]);
        Assert.Equal([10, 20], TensorAssert.Numbers(shared.grad!));
        Assert.Equal([-1, 1], TensorAssert.Numbers(head.grad!));
        Assert.Equal([2, 0], TensorAssert.Numbers(input.grad!));
    }

    [Fact]
    public void ALossThatMissesASharedParameterCountsAsZeroThere()
    {
        using var scope = NewDisposeScope();
        var (both, one, none) = (Leaf(2), Leaf(2), Leaf(2));
        PCGrad.backward([Linear(both, [1, 1]) + Linear(one, [5, 0]), Linear(both, [-2, 0])], [both, one, none]);
        // g1 = (1, 1, 5, 0), g2 = (-2, 0, 0, 0), g1.g2 = -2.
        TensorAssert.Close([1 - 1 - 2 + (2.0 / 27), 1 + (2.0 / 27)], TensorAssert.Numbers(both.grad!), 1e-12, "both");
        TensorAssert.Close([5 + (10.0 / 27), 0], TensorAssert.Numbers(one.grad!), 1e-12, "one");
        Assert.Null(none.grad);
    }

    [Fact]
    public void SquaresOfSmallGradientsDoNotVanish()
    {
        using var scope = NewDisposeScope();
        var shared = new Parameter(zeros(1));
        // In float32 the square of the second gradient is 0.
        PCGrad.backward([shared.sum(), (shared * -1e-24f).sum()], [shared]);
        TensorAssert.Close(0, shared.grad!.item<float>(), 1e-6, "gradient");
    }

    [Fact]
    public void AGradientWhoseSquareVanishesConflictsWithNone()
    {
        using var scope = NewDisposeScope();
        var shared = Leaf(1);
        PCGrad.backward([Linear(shared, [1]), Linear(shared, [-1e-200])], [shared]);
        TensorAssert.Close(1, shared.grad!.item<double>(), 1e-12, "gradient");
    }

    [Fact]
    public void TheOrderComesFromTheGeneratorAlone()
    {
        using var scope = NewDisposeScope();
        double[][] gradients = [[1, -2, 0.5], [-1, 0.3, 1], [0.2, 1, -2], [-0.5, -0.5, 1]];
        double[] Run(ulong seed)
        {
            using var generator = new Generator(seed);
            var shared = Leaf(3);
            PCGrad.backward([.. gradients.Select(gradient => Linear(shared, gradient))], [shared], generator);
            return TensorAssert.Numbers(shared.grad!);
        }

        var before = TensorAssert.Bits(random.get_rng_state());
        Assert.Equal(Run(3), Run(3));
        Assert.True(Enumerable.Range(0, 20).Select(seed => string.Join(' ', Run((ulong)seed))).Distinct().Count() > 1);
        Assert.Equal(before, TensorAssert.Bits(random.get_rng_state()));
    }

    [Fact]
    public void AFailureLeavesSharedGradientsAsTheyWere()
    {
        using var scope = NewDisposeScope();
        var shared = Leaf(2);
        var untouched = Leaf(2);
        shared.grad = tensor(new[] { 4.0, 5.0 });
        var spent = shared.exp().sum();
        spent.backward(retain_graph: false);
        shared.grad = tensor(new[] { 4.0, 5.0 });
        // The second loss's graph is gone.
        Assert.ThrowsAny<Exception>(() => PCGrad.backward([Linear(shared, [1, 1]), spent], [shared, untouched]));
        Assert.Equal([4, 5], TensorAssert.Numbers(shared.grad!));
        Assert.Null(untouched.grad);
    }

    [Fact]
    public void LayersTrainWithIt()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var fusion = new AutoFusion([("a", 3), ("b", 2)], 4);
        using var head = nn.Linear(4, 2);
        using var optimizer = optim.SGD(fusion.parameters().Concat(head.parameters()), 0.1);
        var (a, b, labels) = (randn(16, 3), randn(16, 2), randint(2, [16]));
        double Step()
        {
            using var step = NewDisposeScope();
            fusion.zero_grad();
            head.zero_grad();
            var (fused, loss) = fusion.call(a, b);
            var task = nn.functional.cross_entropy(head.call(fused), labels);
            PCGrad.backward([task, loss], fusion.parameters());
            optimizer.step();
            return (task + loss!).item<float>();
        }

        var first = Step();
        LiveTensors.StayFlat(100, () => Step());
        Assert.True(Step() < first);
    }

    [Fact]
    public void WhatCannotBeReconciledIsRefused()
    {
        using var scope = NewDisposeScope();
        var shared = Leaf(2);
        using var frozen = new Parameter(zeros(2), requires_grad: false);
        Refuses("losses: expected at least one loss, found none", () => PCGrad.backward([], [shared]));
        Refuses("losses: expected at least one loss, found none", () => PCGrad.backward([null, null], [shared]));
        Refuses("losses: expected scalars attached to the graph, found shape (2), requires_grad True", () => PCGrad.backward([shared * 2], [shared]));
        Refuses("losses: expected scalars attached to the graph, found shape (), requires_grad False", () => PCGrad.backward([zeros([])], [shared]));
        Refuses("shared: expected parameters that require gradient", () => PCGrad.backward([shared.sum()], [shared, frozen]));
        Assert.Null(shared.grad);
    }

    private static void Refuses(string message, Action action) => Assert.Contains(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);

    private static Parameter Leaf(int size) => new(zeros(size, dtype: ScalarType.Float64));

    /// <summary>A loss whose gradient is the given vector.</summary>
    private static Tensor Linear(Tensor leaf, double[] gradient) => (leaf * tensor(gradient)).sum();

    private static double Dot(double[] first, double[] second) => first.Zip(second, (a, b) => a * b).Sum();

    private static double Scale(double[] first, double[] second) => Math.Max(1, Math.Sqrt(Dot(first, first) * Dot(second, second)));

    /// <summary>Gradients of several losses with respect to one parameter.</summary>
    public sealed record Conflict(double[][] Gradients, ulong Seed)
    {
        public override string ToString() => $"{string.Join(" | ", Gradients.Select(gradient => string.Join(' ', gradient)))}, seed {Seed}";
    }

    public static class Conflicts
    {
        public static Arbitrary<Conflict> Conflict() =>
            (from losses in Gen.Choose(2, 5)
             from size in Gen.Choose(1, 6)
             from numbers in Gen.Choose(-20, 20).ArrayOf(losses * size)
             from seed in Gen.Choose(0, 1000)
             select new Conflict([.. numbers.Select(number => number / 4.0).Chunk(size)], (ulong)seed)).ToArbitrary();
    }
}
