using System.Numerics;
using Fusion.Layers;
using Fusion.Reference.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Reference.Training;

/// <summary>
/// The exponential moving average of a model's weights over its training steps (Polyak and Juditsky, 1992): after each step the average becomes
/// d average + (1 - d) weights. In step t, d is at most t / (9 + t), so that the weights before training are soon forgotten. Running statistics of
/// normalisation are averaged alike, as they belong to the weights; whole numbers are left alone. The average of weights in 16 bits, which are too coarse
/// for small changes, is float32, and is rounded where it is swapped in.
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private const int WarmUp = 9;

    private readonly double _decay;
    private readonly IReadOnlyList<(string Name, Tensor Value, Tensor Average)> _slots;
    private IReadOnlyList<Tensor> _weights = [];

    /// <param name="model">The model, already on its device.</param>
    /// <param name="decay">d, from 0 to below 1.</param>
    public WeightAverage(nn.Module model, double decay)
    {
        using var noGrad = no_grad();
        _decay = decay;
        _slots = [.. model.state_dict().Where(item => item.Value.is_floating_point()).Select(item => (item.Key, item.Value, Copy(item.Value, LossDtype.Of(item.Value.dtype))))];
    }

    /// <summary>Steps averaged so far.</summary>
    public long Steps { get; set; }

    /// <summary>The average by the names of the weights. The tensors stay this object's own.</summary>
    public IEnumerable<(string Name, Tensor Value)> State => _slots.Select(slot => (slot.Name, slot.Average));

    /// <summary>Takes the weights after a training step in.</summary>
    public void Step()
    {
        using var noGrad = no_grad();
        Steps++;
        var gain = 1 - Math.Min(_decay, Steps / (double)(WarmUp + Steps));
        foreach (var (_, value, average) in _slots)
            Step(value, average, gain);
    }

    /// <summary>Puts the average in place of the model's weights; the second call puts the weights back, bit for bit.</summary>
    public void Swap()
    {
        using var noGrad = no_grad();
        var weights = _weights;
        _weights = weights.Count > 0 ? [] : [.. _slots.Select(slot => Copy(slot.Value, slot.Value.dtype))];
        for (var i = 0; i < _slots.Count; i++)
            _slots[i].Value.copy_(weights.Count > 0 ? weights[i] : _slots[i].Average);
        foreach (var weight in weights)
            weight.Dispose();
    }

    public void Dispose()
    {
        foreach (var tensor in _slots.Select(slot => slot.Average).Concat(_weights))
            tensor.Dispose();
    }

    private static Tensor Copy(Tensor value, ScalarType dtype) => value.to(dtype, copy: true).DetachFromDisposeScope();

    private static void Step(Tensor value, Tensor average, double gain)
    {
        using var scope = NewDisposeScope();
        var wide = LossDtype.Widen(value);
        if (PlainFloats.Are(wide))
            StepInPlace(PlainFloats.Of(wide), PlainFloats.Of(average), (float)gain);
        else
            StepByOperators(wide, average, gain);
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
        using var factor = gain.ToScalar();
        average.add_(value - average, factor);
    }
}
