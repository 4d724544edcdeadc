using System.Collections.Immutable;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>
/// Late fusion: one classifier for each modality, dropout and a linear layer on its vector; their log-probabilities are averaged. All learn in one step,
/// each from its own cross-entropy, whose mean is the loss.
/// </summary>
/// <remarks>
/// Trained instead on the renormalised average, the sum of two linear layers would be nothing but one linear layer on the concatenated vectors: early fusion.
/// The weights of the average are not learned: this loss would give all weight to the classifier that fits the training rows best.
/// </remarks>
/// <typeparam name="TInput">What the encoders read.</typeparam>
internal sealed class LateFusion<TInput> : ClassifierModel<TInput>
{
    private readonly IReadOnlyList<(ModalityEncoder<TInput> Encoder, Linear Head)> _classifiers;
    private readonly NoiseDropout _dropout;

    /// <param name="encoders">Encoders by the name of their modality.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="dropout">Dropout before each linear layer.</param>
    /// <param name="noise">The model's randomness.</param>
    public LateFusion(IReadOnlyList<(string Name, ModalityEncoder<TInput> Encoder)> encoders, long classes, double dropout, DropoutNoise noise)
        : base("LateFusion", noise)
    {
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
        _classifiers = [.. encoders.Select(item => (item.Encoder, nn.Linear(item.Encoder.OutputFeatures, classes)))];
        foreach (var ((name, _), (encoder, head)) in encoders.Zip(_classifiers))
        {
            register_module(name, encoder);
            register_module($"head_{name}", head);
        }
    }

    /// <summary>The mean of the classifiers' cross-entropies: that of averaged log-probabilities which are not normalised again.</summary>
    public override Tensor TaskLoss(Tensor logits, Tensor labels, nn.Reduction reduction = nn.Reduction.Mean) =>
        nn.functional.nll_loss(logits, labels, reduction: reduction);

    public override ClassifierOutput forward(TInput input)
    {
        using var scope = NewDisposeScope();
        Encoded[] encoded = [.. _classifiers.Select(classifier => classifier.Encoder.call(input))];
        Tensor[] decisions = [.. _classifiers.Zip(encoded, (classifier, each) => nn.functional.log_softmax(classifier.Head.forward(_dropout.forward(each.Vector)), 1))];
        return new ClassifierOutput(
            stack(decisions).mean([0L]), Sum(encoded.Select(each => each.Loss)), ImmutableDictionary<string, Tensor>.Empty,
            cat([.. encoded.Select(each => each.Vector)], 1), cat(decisions, 1)).MoveToOuterDisposeScope();
    }
}
