using Fusion.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>Inverted dropout whose masks come from the model's own generator.</summary>
/// <param name="probability">Probability that a value becomes 0 in training; the others are divided by one minus it.</param>
/// <param name="noise">Shared by all parts of a model.</param>
internal sealed class NoiseDropout(double probability, DropoutNoise noise) : nn.Module<Tensor, Tensor>(nameof(NoiseDropout))
{
    public override Tensor forward(Tensor input)
    {
        if (!training || probability == 0)
            return input.alias();
        using var scope = NewDisposeScope();
        // Disposed here, not by the finalizer, which may run before native code has read it.
        using var scale = (1 / (1 - probability)).ToScalar();
        using var keep = (1 - probability).ToScalar();
        // Not bernoulli_, which takes more than twice as long on a CPU. In 16 bits there are too few draws to tell probabilities apart: 256 in bfloat16.
        var mask = empty(input.shape, dtype: LossDtype.Of(input.dtype), device: CPU).uniform_(0, 1, noise.Generator).lt_(keep).mul_(scale);
        return (input * mask.to(input.dtype).BroughtTo(input.device)).MoveToOuterDisposeScope();
    }
}
