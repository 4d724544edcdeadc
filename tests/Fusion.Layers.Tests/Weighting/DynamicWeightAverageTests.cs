using FsCheck.Xunit;
using Fusion.Layers.Tests.Support;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Weighting;

/// <summary>Weights that follow how fast each task falls.</summary>
public sealed class DynamicWeightAverageTests
{
    [Fact]
    public void TheScheduleIsTheFormula()
    {
        using var scope = NewDisposeScope();
        using var weighting = MultiTaskLoss.DynamicWeightAverage(2, "slow", "fast");
        Assert.Equal([1, 1], weighting.Weights.Values);
        Epoch(weighting, (4, 8), (6, 8));
        Assert.Equal([1, 1], weighting.Weights.Values);
        Epoch(weighting, (5, 2), (4, 2));
        // Means 5 then 4.5, and 8 then 2.
        var (slow, fast) = (Math.Exp(4.5 / 5 / 2), Math.Exp(2.0 / 8 / 2));
        TensorAssert.Close([2 * slow / (slow + fast), 2 * fast / (slow + fast)], [.. weighting.Weights.Values], 1e-12, "weights");

        var total = weighting.call(tensor(3.0), tensor(5.0)).item<double>();
        TensorAssert.Close((3 * weighting.Weights["slow"]) + (5 * weighting.Weights["fast"]), total, 1e-12, "total");
    }

    [Property(MaxTest = 40)]
    public void WeightsAlwaysSumToTheNumberOfTasks(int seed)
    {
        using var scope = NewDisposeScope();
        var random = new Random(seed);
        var tasks = random.Next(1, 6);
        using var weighting = MultiTaskLoss.DynamicWeightAverage(0.5 + random.NextDouble(), [.. Enumerable.Range(0, tasks).Select(task => $"t{task}")]);
        for (var epoch = 0; epoch < 5; epoch++)
        {
            // Zero, missing and infinite losses are part of life.
            for (var step = 0; step < random.Next(0, 4); step++)
                weighting.call([.. Enumerable.Range(0, tasks).Select(task => task == 0 ? tensor(1.0) : random.Next(5) switch { 0 => null, 1 => tensor(0.0), 2 => tensor(double.PositiveInfinity), _ => tensor(random.NextDouble()) })]);
            weighting.step();
            TensorAssert.Close(tasks, weighting.Weights.Values.Sum(), 1e-9, "sum of weights");
            Assert.All(weighting.Weights.Values, weight => Assert.True(weight > 0));
        }
    }

    [Fact]
    public void EvaluationLeavesNoTrace()
    {
        using var scope = NewDisposeScope();
        using var weighting = MultiTaskLoss.DynamicWeightAverage(2, "a", "b");
        var before = ModuleState.Copy(weighting);
        weighting.eval();
        weighting.call(tensor(4.0), tensor(1.0));
        ModuleState.Same(before, weighting.state_dict());
    }

    [Fact]
    public void ATaskThatPausesKeepsItsLastMean()
    {
        using var scope = NewDisposeScope();
        using var weighting = MultiTaskLoss.DynamicWeightAverage(1, "steady", "pausing");
        Epoch(weighting, (1, 4));
        weighting.call(tensor(1.0), null);
        weighting.step();
        // 4 then still 4: no news, so the ratio is 1 for both.
        TensorAssert.Close([1, 1], [.. weighting.Weights.Values], 1e-12, "weights");
    }

    [Fact]
    public void HistorySurvivesSavingLoadingAndConversion()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var saved = MultiTaskLoss.DynamicWeightAverage(2, "a", "b");
        Epoch(saved, (4, 8));
        Epoch(saved, (3, 2));
        saved.call(tensor(1.0), tensor(1.0));
        saved.save(folder.File("loss.dat"));
        saved.save_safetensors(folder.File("loss.safetensors"));
        using var loaded = MultiTaskLoss.DynamicWeightAverage(2, "a", "b");
        using var other = MultiTaskLoss.DynamicWeightAverage(2, "a", "b");
        loaded.load(folder.File("loss.dat"));
        other.load_safetensors(folder.File("loss.safetensors"));
        Assert.Equal(saved.Weights, loaded.Weights);
        Assert.Equal(saved.Weights, other.Weights);
        foreach (var loss in new[] { saved, loaded, other })
            loss.step();
        Assert.Equal(saved.Weights, loaded.Weights);
        Assert.Equal(saved.Weights, other.Weights);

        other.to(ScalarType.Float32);
        TensorAssert.Close([.. saved.Weights.Values], [.. other.Weights.Values], 1e-6, "weights");
        other.call(tensor(1f), tensor(1f));
        other.step();
    }

    [Fact]
    public void AHistoryInAModelOfBfloat16CountsOn()
    {
        using var scope = NewDisposeScope();
        using var weighting = MultiTaskLoss.DynamicWeightAverage(2, "a", "b");
        weighting.to(ScalarType.BFloat16);
        for (var step = 0; step < 1000; step++)
            weighting.call(tensor(step < 256 ? 1f : 0f), tensor(1f));
        weighting.step();

        TensorAssert.Close([0.256, 1], TensorAssert.Numbers(weighting.get_buffer("previous")!), 1e-12, "means");
    }

    [Fact]
    public void LossesGetNoGradientThroughTheHistory()
    {
        using var scope = NewDisposeScope();
        using var weighting = MultiTaskLoss.DynamicWeightAverage(2, "a");
        var loss = tensor(3.0).requires_grad_(true);
        weighting.call([loss]).backward();
        Assert.Equal(1, loss.grad!.item<double>());
        Assert.Empty(weighting.parameters());
    }

    private static void Epoch(MultiTaskLoss weighting, params (double First, double Second)[] steps)
    {
        foreach (var (first, second) in steps)
            weighting.call(tensor(first), tensor(second));
        weighting.step();
    }
}
