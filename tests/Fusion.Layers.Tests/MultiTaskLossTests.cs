using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Fusion.Layers.Tests.Support;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests;

/// <summary>What every weighting promises.</summary>
public sealed class MultiTaskLossTests
{
    public static TheoryData<string> Weightings => ["fixed", "uncertainty", "dynamic"];

    [Theory]
    [MemberData(nameof(Weightings))]
    public void ANullLossIsSkippedWithAllThatBelongsToIt(string weighting)
    {
        using var scope = NewDisposeScope();
        using var whole = Create(weighting, "a", "b", "c");
        using var alone = Create(weighting, "a", "b");
        var (a, b) = (tensor(2f), tensor(3f));
        TensorAssert.Same(alone.call(a, b), whole.call(a, b, null), "total");
        TensorAssert.Same(whole.call(a, b, null), whole.call(new Dictionary<string, Tensor?> { ["b"] = b, ["a"] = a }), "by name");
        TensorAssert.Same(whole.call(a, b, null), whole.call(new Dictionary<string, Tensor?> { ["b"] = b, ["a"] = a, ["c"] = null }), "by name");
        TensorAssert.Same(whole.call(a, b, null), whole.call((IReadOnlyList<Tensor?>)[a, b, null]), "as a list");
    }

    [Theory]
    [MemberData(nameof(Weightings))]
    public void WhatDoesNotFitIsRefused(string weighting)
    {
        using var scope = NewDisposeScope();
        using var loss = Create(weighting, "a", "b");
        Refuses("losses: expected 2 losses (a, b), found 1", () => loss.call(zeros([])));
        Refuses("losses: expected a scalar for 'b', found shape (2)", () => loss.call(zeros([]), zeros(2)));
        Refuses("losses: expected at least one loss, found only null", () => loss.call(null, null));
        Refuses("losses: expected at least one loss, found only null", () => loss.call(new Dictionary<string, Tensor?>()));
        Refuses("losses: expected keys among a, b, found 'x'", () => loss.call(new Dictionary<string, Tensor?> { ["x"] = zeros([]) }));
    }

    [Fact]
    public void TasksMustBeUsable()
    {
        Refuses("tasks: expected at least one task, found 0", () => MultiTaskLoss.Fixed());
        Refuses("tasks: expected at least one task, found 0", () => MultiTaskLoss.Uncertainty());
        Refuses("tasks: expected distinct names, found a, a", () => MultiTaskLoss.Uncertainty("a", "a"));
        Refuses("tasks: expected names that are not blank, found ' '", () => MultiTaskLoss.Fixed((" ", 1)));
        Refuses("tasks: expected a finite weight of at least 0 for 'a', found -1", () => MultiTaskLoss.Fixed(("a", -1)));
        Refuses("tasks: expected a finite weight of at least 0 for 'a', found NaN", () => MultiTaskLoss.Fixed(("a", double.NaN)));
        Refuses("temperature: expected a finite number above 0, found 0", () => MultiTaskLoss.DynamicWeightAverage(0, "a"));
    }

    [Theory]
    [MemberData(nameof(Weightings))]
    public void TotalsAreAtLeastFloat32AndAttached(string weighting)
    {
        using var scope = NewDisposeScope();
        using var loss = Create(weighting, "a", "b");
        var half = tensor(2f).to_type(ScalarType.BFloat16).requires_grad_(true);
        Assert.Equal(ScalarType.Float32, loss.call(half, half).dtype);
        var wide = tensor(2.0).requires_grad_(true);
        var total = loss.call(wide, wide);
        Assert.Equal(ScalarType.Float64, total.dtype);
        Assert.Empty(total.shape);
        total.backward();
        Assert.True(TensorAssert.Moves(wide.grad));
        Assert.Empty(loss.call(tensor(new[] { 2f }), null).shape);
    }

    [Theory]
    [MemberData(nameof(Weightings))]
    public void GradientsMatchFiniteDifferences(string weighting)
    {
        using var scope = NewDisposeScope();
        using var loss = Create(weighting, "a", "b");
        loss.to(ScalarType.Float64);
        // History moves in training only.
        loss.eval();
        using (no_grad())
            foreach (var parameter in loss.parameters())
                parameter.copy_(tensor(new[] { 0.7, -1.2 }));
        var (a, b) = (tensor(0.6).requires_grad_(true), tensor(2.5).requires_grad_(true));
        Tensor Scalar() => loss.call(a, b);
        GradientCheck.Matches(Scalar, loss);
        GradientCheck.Matches(Scalar, [("a", a), ("b", b)]);
    }

    [Theory]
    [MemberData(nameof(Weightings))]
    public void NothingLeaksAndLossesStayAlive(string weighting)
    {
        using var scope = NewDisposeScope();
        using var loss = Create(weighting, "a", "b");
        var (a, b) = (tensor(0.5f), tensor(2f));
        LiveTensors.StayFlat(1000, () =>
        {
            using var total = loss.call(a, b);
            Assert.Equal(2, loss.Weights.Count);
        });
        Assert.False(a.IsInvalid || b.IsInvalid);
        Assert.Equal(0.5f, a.item<float>());
    }

    [Property(MaxTest = 50)]
    public void FixedWeightsAreLinearInTheWeights(PositiveInt first, PositiveInt second, NormalFloat lossOne, NormalFloat lossTwo)
    {
        using var scope = NewDisposeScope();
        var (w, v, x, y) = (first.Get / 8.0, second.Get / 8.0, Math.Clamp(lossOne.Get, -1e6, 1e6), Math.Clamp(lossTwo.Get, -1e6, 1e6));
        using var loss = MultiTaskLoss.Fixed(("a", w), ("b", v));
        TensorAssert.Close((w * x) + (v * y), loss.call(tensor(x), tensor(y)).item<double>(), 1e-12, "total");
        Assert.Equal((w, v), (loss.Weights["a"], loss.Weights["b"]));
        Assert.Empty(loss.parameters());
    }

    [Fact]
    public void OnlyDynamicWeightsFollowEpochs()
    {
        using var @fixed = MultiTaskLoss.Fixed(("a", 1));
        using var uncertainty = MultiTaskLoss.Uncertainty("a");
        Assert.Throws<InvalidOperationException>(@fixed.step);
        Assert.Throws<InvalidOperationException>(uncertainty.step);
    }

    private static MultiTaskLoss Create(string weighting, params string[] tasks) =>
        weighting switch
        {
            "fixed" => MultiTaskLoss.Fixed([.. tasks.Select((task, i) => (task, 0.5 + i))]),
            "uncertainty" => MultiTaskLoss.Uncertainty(tasks),
            _ => MultiTaskLoss.DynamicWeightAverage(2, tasks),
        };

    private static void Refuses(string message, Action action) => Assert.Contains(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
}
