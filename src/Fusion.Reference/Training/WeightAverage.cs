using System.Numerics;
using Fusion.Reference.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Reference.Training;

/// <summary>
/// The exponential moving average of a model's weights over its training steps (Polyak and Juditsky, 1992): after each step the average becomes
/// d average + (1 - d) weights. In step t, d is at most t / (9 + t), so that the weights before training are soon forgotten. Running statistics of
/// normalisation are averaged alike, as they belong to the weights; whole numbers are left alone.
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private const int WarmUp = 9;

    private readonly double _decay;
    private readonly IReadOnlyList<(string Name, Tensor Value, Tensor Average)> _slots;

    /// <param name="model">The model, already on its device.</param>
    /// <param name="decay">d, from 0 to below 1.</param>
    public WeightAverage(nn.Module model, double decay)
    {
        using var noGrad = no_grad();
        _decay = decay;
        _slots = [.. model.state_dict().Where(item => item.Value.is_floating_point()).Select(item => (item.Key, item.Value, item.Value.clone().DetachFromDisposeScope()))];
    }

    /// <summary>Steps averaged so far.</summary>
    public long Steps { get; set; }

    /// <summary>The average by the names of the weights, while it is not swapped in. The tensors stay this object's own.</summary>
    public IEnumerable<(string Name, Tensor Value)> State => _slots.Select(slot => (slot.Name, slot.Average));

    /// <summary>Takes the weights after a training step in.</summary>
    public void Step()
    {
        using var noGrad = no_grad();
        Steps++;
        var gain = 1 - Math.Min(_decay, Steps / (double)(WarmUp + Steps));
        foreach (var (_, value, average) in _slots)
        {
            if (PlainFloats.Are(value))
                StepInPlace(PlainFloats.Of(value), PlainFloats.Of(average), (float)gain);
            else
                StepByOperators(value, average, gain);
        }
    }

    /// <summary>Exchanges the model's weights and their average, bit for bit; the second call undoes the first.</summary>
    public void Swap()
    {
        using var noGrad = no_grad();
        foreach (var (_, value, average) in _slots)
        {
            using var kept = value.clone();
            value.copy_(average);
            average.copy_(kept);
        }
    }

    public void Dispose()
    {
        foreach (var (_, _, average) in _slots)
            average.Dispose();
    }

    private static void StepInPlace(ReadOnlySpan<float> value, Span<float> average, float gain)
    {
        var vectors = value.Length - (value.Length % Vector<float>.Count);
        for (var i = 0; i < vectors; i += Vector<float>.Count)
        {
            var old = new Vector<float>(average[i..]);
            (old + ((new Vector<float>(value[i..]) - old) * gain)).CopyTo(average[i..]);
        }

        for (var i = vectors; i < value.Length; i++)
            average[i] += (value[i] - average[i]) * gain;
    }

    private static void StepByOperators(Tensor value, Tensor average, double gain)
    {
        using var scope = NewDisposeScope();
        using var factor = gain.ToScalar();
        average.add_(value - average, factor);
    }
}
