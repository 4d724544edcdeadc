using System.Numerics;
using Fusion.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Training;

/// <summary>Adam (Kingma and Ba, 2015) whose whole state is two plain tensors per parameter and a step count.</summary>
/// <remarks>TorchSharp's Adam keeps its state by native handle and allocates scalars per step; plain state is saved and restored exactly.</remarks>
internal sealed class Adam : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly Scalar _decay1 = Beta1.ToScalar();
    private readonly Scalar _decay2 = Beta2.ToScalar();
    private readonly Scalar _gain1 = (1 - Beta1).ToScalar();
    private readonly Scalar _gain2 = (1 - Beta2).ToScalar();
    private readonly Scalar _epsilon = Epsilon.ToScalar();
    private readonly List<Slot> _slots;

    /// <summary>Takes every trainable parameter of a module that is already on its device.</summary>
    public Adam(nn.Module module, double learningRate)
        : this(module.named_parameters(), learningRate)
    {
    }

    /// <summary>Takes those of some parameters that are trainable; they are already on their device.</summary>
    public Adam(IEnumerable<(string Name, Parameter Value)> parameters, double learningRate)
    {
        LearningRate = learningRate;
        _slots = [.. parameters.Where(item => item.Value.requires_grad).Select(item => new Slot(item.Name, item.Value))];
    }

    /// <summary>Size of the steps from now on.</summary>
    public double LearningRate { get; set; }

    /// <summary>Steps taken so far.</summary>
    public long Steps { get; set; }

    /// <summary>The moments by name: <c>first/NAME</c> and <c>second/NAME</c>. The tensors stay this optimiser's own.</summary>
    public IEnumerable<(string Name, Tensor Value)> State => _slots.SelectMany(slot => new[]
    {
        ($"first/{slot.Name}", slot.First), ($"second/{slot.Name}", slot.Second),
    });

    /// <summary>Moves every parameter that has a gradient.</summary>
    public void Step()
    {
        using var noGrad = no_grad();
        Steps++;
        var stepSize = LearningRate / (1 - Math.Pow(Beta1, Steps));
        var rootCorrection = Math.Sqrt(1 - Math.Pow(Beta2, Steps));
        foreach (var slot in _slots)
        {
            using var gradient = slot.Parameter.grad;
            if (gradient is null)
                continue;
            if (PlainFloats.Are(slot.Parameter) && PlainFloats.Are(gradient))
                StepInPlace(slot, gradient, (float)stepSize, (float)rootCorrection);
            else
                StepByOperators(slot, gradient, stepSize, rootCorrection);
        }
    }

    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.First.Dispose();
            slot.Second.Dispose();
        }

        foreach (var scalar in new[] { _decay1, _decay2, _gain1, _gain2, _epsilon })
            scalar.Dispose();
    }

    /// <summary>One pass over memory: several times faster than seven operator calls per parameter.</summary>
    private static void StepInPlace(Slot slot, Tensor gradient, float stepSize, float rootCorrection)
    {
        var value = PlainFloats.Of(slot.Parameter);
        var slope = PlainFloats.Of(gradient);
        var first = PlainFloats.Of(slot.First);
        var second = PlainFloats.Of(slot.Second);
        const float b1 = (float)Beta1, g1 = (float)(1 - Beta1), b2 = (float)Beta2, g2 = (float)(1 - Beta2), epsilon = (float)Epsilon;
        var vectors = value.Length - (value.Length % Vector<float>.Count);
        for (var i = 0; i < vectors; i += Vector<float>.Count)
        {
            var g = new Vector<float>(slope[i..]);
            var m = (new Vector<float>(first[i..]) * b1) + (g * g1);
            var v = (new Vector<float>(second[i..]) * b2) + (g * g * g2);
            m.CopyTo(first[i..]);
            v.CopyTo(second[i..]);
            var root = (Vector.SquareRoot(v) / new Vector<float>(rootCorrection)) + new Vector<float>(epsilon);
            (new Vector<float>(value[i..]) - (m * stepSize / root)).CopyTo(value[i..]);
        }

        for (var i = vectors; i < value.Length; i++)
        {
            first[i] = (first[i] * b1) + (slope[i] * g1);
            second[i] = (second[i] * b2) + (slope[i] * slope[i] * g2);
            value[i] -= first[i] * stepSize / ((MathF.Sqrt(second[i]) / rootCorrection) + epsilon);
        }
    }

    private void StepByOperators(Slot slot, Tensor gradient, double stepSize, double rootCorrection)
    {
        using var scope = NewDisposeScope();
        using var root = (1 / rootCorrection).ToScalar();
        using var step = (-stepSize).ToScalar();
        slot.First.mul_(_decay1).add_(gradient, _gain1);
        slot.Second.mul_(_decay2).addcmul_(gradient, gradient, _gain2);
        slot.Parameter.addcdiv_(slot.First, slot.Second.sqrt().mul_(root).add_(_epsilon, Scalars.One), step);
    }

    private sealed class Slot
    {
        public Slot(string name, Parameter parameter)
        {
            Name = name;
            Parameter = parameter;
            First = zeros_like(parameter, requires_grad: false).DetachFromDisposeScope();
            Second = zeros_like(parameter, requires_grad: false).DetachFromDisposeScope();
        }

        public string Name { get; }

        public Parameter Parameter { get; }

        public Tensor First { get; }

        public Tensor Second { get; }
    }
}
