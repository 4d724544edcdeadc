using Fusion.Layers;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>What a decoder says of the steps of a batch, without padding.</summary>
/// <param name="States">What the output layer reads (N, f).</param>
/// <param name="Weight">The output layer's weight (V, f).</param>
/// <param name="Bias">The output layer's bias (V), or null.</param>
/// <param name="Labels">The words to predict (N), int64.</param>
internal sealed record DecoderOutput(Tensor States, Tensor Weight, Tensor? Bias, Tensor Labels)
{
    /// <summary>Scores of the words (N, V).</summary>
    public Tensor Logits() => nn.functional.linear(States, Weight, Bias);

    /// <summary>Cross-entropy against labels mixed with the uniform distribution, the mean over all steps.</summary>
    /// <param name="smoothing">Share of the uniform distribution, from 0 to below 1.</param>
    public Tensor Loss(double smoothing)
    {
        if (is_grad_enabled() && MixedProducts.Take(States))
            return WordLossFunction.Mean(States, Weight, Bias, Labels, smoothing);
        using var scope = NewDisposeScope();
        return SmoothedCrossEntropy.Of(LossDtype.Widen(Logits()), Labels, smoothing).MoveToOuterDisposeScope();
    }

    /// <summary>Hands the tensors to the dispose scope around the current one.</summary>
    public DecoderOutput MoveToOuterDisposeScope()
    {
        States.MoveToOuterDisposeScope();
        Weight.MoveToOuterDisposeScope();
        Bias?.MoveToOuterDisposeScope();
        Labels.MoveToOuterDisposeScope();
        return this;
    }
}
