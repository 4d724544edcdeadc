using Fusion.Layers;
using Fusion.Reference.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Training;

/// <summary>Adam (Kingma and Ba, 2015) whose whole state is a few plain tensors per parameter and a step count.</summary>
/// <remarks>
/// TorchSharp's Adam keeps its state by native handle and allocates scalars per step; plain state is saved and restored exactly. Parameters in 16 bits are too
/// coarse for small steps: their moments are float32, and what rounding cuts off a parameter is kept and counts in the next step.
/// </remarks>
internal sealed class Adam : IDisposable
{
    private readonly Scalar _decay1 = AdamStep.Beta1.ToScalar();
    private readonly Scalar _decay2 = AdamStep.Beta2.ToScalar();
    private readonly Scalar _gain1 = (1 - AdamStep.Beta1).ToScalar();
    private readonly Scalar _gain2 = (1 - AdamStep.Beta2).ToScalar();
    private readonly Scalar _epsilon = AdamStep.Epsilon.ToScalar();
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

    /// <summary>The moments by name, <c>first/NAME</c> and <c>second/NAME</c>, and of parameters in 16 bits <c>rest/NAME</c>. The tensors stay this optimiser's own.</summary>
    public IEnumerable<(string Name, Tensor Value)> State => _slots.SelectMany(slot => slot.State);

    /// <summary>Moves every parameter that has a gradient.</summary>
    public void Step()
    {
        using var noGrad = no_grad();
        Steps++;
        var step = AdamStep.At(Steps, LearningRate);
        foreach (var slot in _slots)
        {
            using var gradient = slot.Parameter.grad;
            if (gradient is null)
                continue;
            if (slot.Rest is null)
                Move(slot.Parameter, gradient, slot, step);
            else
                MoveRounded(slot, slot.Rest, gradient, step);
        }
    }

    public void Dispose()
    {
        foreach (var (_, value) in State)
            value.Dispose();

        foreach (var scalar in new[] { _decay1, _decay2, _gain1, _gain2, _epsilon })
            scalar.Dispose();
    }

    private void MoveRounded(Slot slot, Tensor rest, Tensor gradient, AdamStep step)
    {
        using var scope = NewDisposeScope();
        var value = LossDtype.Widen(slot.Parameter).add_(rest, Scalars.One);
        Move(value, LossDtype.Widen(gradient), slot, step);
        slot.Parameter.copy_(value);
        rest.copy_(value).sub_(slot.Parameter);
    }

    private void Move(Tensor value, Tensor gradient, Slot slot, AdamStep step)
    {
        if (PlainFloats.Are(value) && PlainFloats.Are(gradient))
            step.Move(PlainFloats.Of(value), PlainFloats.Of(gradient), PlainFloats.Of(slot.First), PlainFloats.Of(slot.Second));
        else
            MoveByOperators(value, gradient, slot, step);
    }

    private void MoveByOperators(Tensor value, Tensor gradient, Slot slot, AdamStep step)
    {
        using var scope = NewDisposeScope();
        using var root = (1 / step.RootCorrection).ToScalar();
        using var size = (-step.Size).ToScalar();
        slot.First.mul_(_decay1).add_(gradient, _gain1);
        slot.Second.mul_(_decay2).addcmul_(gradient, gradient, _gain2);
        value.addcdiv_(slot.First, slot.Second.sqrt().mul_(root).add_(_epsilon, Scalars.One), size);
    }

    private sealed class Slot
    {
        public Slot(string name, Parameter parameter)
        {
            Name = name;
            Parameter = parameter;
            var wide = LossDtype.Of(parameter.dtype);
            (First, Second, Rest) = (Zeros(), Zeros(), wide == parameter.dtype ? null : Zeros());

            Tensor Zeros() => zeros_like(parameter, dtype: wide, requires_grad: false).DetachFromDisposeScope();
        }

        public string Name { get; }

        public Parameter Parameter { get; }

        public Tensor First { get; }

        public Tensor Second { get; }

        /// <summary>What the last step's value was above the parameter, which holds fewer digits; null where it holds them all.</summary>
        public Tensor? Rest { get; }

        public IEnumerable<(string Name, Tensor Value)> State
        {
            get
            {
                yield return ($"first/{Name}", First);
                yield return ($"second/{Name}", Second);
                if (Rest is not null)
                    yield return ($"rest/{Name}", Rest);
            }
        }
    }
}
