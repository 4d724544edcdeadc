using Fusion.Layers;
using Fusion.Reference.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Training;

public class WeightAverageTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 0.5, 1e-6)]
    [InlineData(ScalarType.Float64, 0.5, 1e-14)]
    [InlineData(ScalarType.Float64, 0.999, 1e-14)]
    public void Is_the_moving_average_of_the_weights_after_each_step(ScalarType dtype, double decay, double tolerance)
    {
        using var scope = NewDisposeScope();
        // 35 weights: no multiple of a vector's width.
        using var model = nn.Linear(5, 7, dtype: dtype);
        using var average = new WeightAverage(model, decay);
        var expected = Values(model.weight!);

        for (var step = 1; step <= 30; step++)
        {
            Change(model.weight!);
            average.Step();
            var d = Math.Min(decay, step / (9.0 + step));
            expected = [.. expected.Zip(Values(model.weight!), (old, value) => (d * old) + ((1 - d) * value))];
        }

        var actual = Values(average.State.Single(item => item.Name == "weight").Value);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        Assert.Equal(30, average.Steps);
    }

    [Fact]
    public void Of_weights_in_16_bits_keeps_digits_that_they_cannot_hold()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Linear(5, 7, dtype: ScalarType.BFloat16);
        nn.init.ones_(model.weight!);
        using var average = new WeightAverage(model, 0.999);
        average.Steps = 1_000_000;
        nn.init.constant_(model.weight!, 2);
        for (var step = 0; step < 1000; step++)
            average.Step();
        var expected = 2 - Math.Pow(0.999, 1000);

        // One step moves it by 0.001, an eighth of what bfloat16 tells apart above 1.
        Assert.All(Values(average.State.First().Value), actual => Assert.Equal(expected, actual, 1e-4));
        average.Swap();
        Assert.All(Values(model.weight!), actual => Assert.Equal(expected, actual, 1 / 256.0));
        average.Swap();
        Assert.All(Values(model.weight!), actual => Assert.Equal(2, actual));
        Assert.All(Values(average.State.First().Value), actual => Assert.Equal(expected, actual, 1e-4));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    public void Swapping_twice_changes_no_bit(ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var model = nn.Linear(5, 7, dtype: dtype);
        using var average = new WeightAverage(model, 0.9);
        Change(model.weight!);
        average.Step();
        var (weights, mean) = (Values(model.weight!), Values(average.State.First().Value));

        average.Swap();

        using var rounded = average.State.First().Value.to(dtype);
        Assert.Equal(Values(rounded), Values(model.weight!));
        Assert.NotEqual(weights, mean);
        average.Swap();
        Assert.Equal(weights, Values(model.weight!));
        Assert.Equal(mean, Values(average.State.First().Value));
    }

    [Fact]
    public void Running_statistics_are_averaged_and_counts_are_not()
    {
        using var scope = NewDisposeScope();
        using var model = nn.BatchNorm1d(3);
        using var average = new WeightAverage(model, 0.9);
        model.call(randn(8, 3).Plus(ones(3)));
        average.Step();
        var (count, mean) = (model.num_batches_tracked!.item<long>(), Values(model.running_mean!));

        average.Swap();

        // The first step counts for nine tenths; before it the mean was 0.
        Assert.All(mean.Zip(Values(model.running_mean!)), pair => Assert.Equal(0.9 * pair.First, pair.Second, 1e-6));
        Assert.Equal(count, model.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void Live_tensors_stay_flat()
    {
        using var model = nn.Sequential(nn.Linear(5, 7), nn.Linear(7, 3, dtype: ScalarType.Float64), nn.Linear(3, 3, dtype: ScalarType.BFloat16));
        using var average = new WeightAverage(model, 0.9);
        long[] counts = [.. Enumerable.Range(0, 4).Select(_ =>
        {
            average.Step();
            average.Swap();
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        })];

        Assert.Equal(counts[1], counts[3]);
    }

    private static void Change(Tensor weight)
    {
        using var noGrad = no_grad();
        using var change = randn_like(weight);
        weight.add_(change, Scalars.One);
    }

    private static double[] Values(Tensor tensor)
    {
        using var wide = tensor.detach().to(ScalarType.Float64, copy: true);
        return [.. wide.data<double>()];
    }
}
