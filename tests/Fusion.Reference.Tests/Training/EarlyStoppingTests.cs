using Fusion.Reference.Training;
using Xunit;

namespace Fusion.Reference.Tests.Training;

public class EarlyStoppingTests
{
    [Fact]
    public void Stops_when_patience_epochs_brought_nothing_better()
    {
        var stopping = new EarlyStopping(patience: 2);
        double[] values = [0.3, 0.5, 0.5, 0.4];
        bool[] improved = [.. values.Select((value, index) => stopping.Observe(index + 1, value))];

        // The tie in epoch 3 keeps epoch 2.
        Assert.Equal([true, true, false, false], improved);
        Assert.Equal((2, 0.5), (stopping.BestEpoch, stopping.Best));
        Assert.False(stopping.IsExhausted(3));
        Assert.True(stopping.IsExhausted(4));
    }

    [Fact]
    public void Among_equal_values_the_least_loss_decides_where_it_is_given()
    {
        var stopping = new EarlyStopping(patience: 2);
        (double Value, double Loss)[] epochs = [(0, 5), (0, 4), (0, 4), (0, 3.5), (1, 9), (1, double.NaN), (0, 1)];
        bool[] improved = [.. epochs.Select((epoch, index) => stopping.Observe(index + 1, epoch.Value, epoch.Loss))];

        Assert.Equal([true, true, false, true, true, false, false], improved);
        Assert.Equal((5, 1.0), (stopping.BestEpoch, stopping.Best));
    }

    [Fact]
    public void Not_a_number_is_never_the_best()
    {
        var stopping = new EarlyStopping(patience: 1);

        Assert.False(stopping.Observe(1, double.NaN));
        Assert.True(stopping.Observe(2, 0.1));
    }
}
