using System.Collections.Immutable;
using Fusion.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>An encoder for each modality, a fusion module where there are several, dropout and a linear head.</summary>
/// <typeparam name="TInput">What the encoders read.</typeparam>
internal sealed class FusionClassifier<TInput> : ClassifierModel<TInput>
    where TInput : IClassifierInput
{
    private readonly IReadOnlyList<ModalityEncoder<TInput>> _encoders;
    private readonly NoiseDropout _dropout;
    private readonly Linear _head;

    /// <param name="encoders">Encoders by the name of their modality, in the order of the fusion's modalities.</param>
    /// <param name="fusion">Fuses the encoders' vectors; null for one modality.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="dropout">Dropout before the head.</param>
    /// <param name="noise">The model's randomness.</param>
    public FusionClassifier(
        IReadOnlyList<(string Name, ModalityEncoder<TInput> Encoder)> encoders, FusionModule? fusion, long classes, double dropout, DropoutNoise noise)
        : base("FusionClassifier", noise)
    {
        if ((fusion?.Modalities.Count ?? 1) != encoders.Count)
            throw new ArgumentException($"expected {fusion?.Modalities.Count ?? 1} encoders, found {encoders.Count}", nameof(encoders));
        _encoders = [.. encoders.Select(item => item.Encoder)];
        foreach (var (name, encoder) in encoders)
            register_module(name, encoder);
        if ((Fusion = fusion) is not null)
            register_module("fusion", Fusion);
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
        register_module("head", _head = nn.Linear(fusion?.OutputFeatures ?? _encoders[0].OutputFeatures, classes));
    }

    public override FusionModule? Fusion { get; }

    public override ClassifierOutput forward(TInput input)
    {
        using var scope = NewDisposeScope();
        Encoded[] encoded = [.. _encoders.Select(encoder => encoder.call(input))];
        Tensor[] vectors = [.. encoded.Select(each => each.Vector)];
        var (fused, loss, terms) = Fuse(vectors, input.Present);
        return new ClassifierOutput(
            _head.forward(_dropout.forward(fused)), Sum(encoded.Select(each => each.Loss).Append(loss)), terms, cat(vectors, 1), fused)
            .MoveToOuterDisposeScope();
    }

    /// <summary>What the fusion reads of an input.</summary>
    public FusionInput Encode(TInput input) => new([.. _encoders.Select(encoder => encoder.call(input).Vector)], present: input.Present);

    private (Tensor Fused, Tensor? Loss, IReadOnlyDictionary<string, Tensor> Terms) Fuse(Tensor[] vectors, Tensor? present)
    {
        if (Fusion is null)
            return (vectors[0].alias(), null, ImmutableDictionary<string, Tensor>.Empty);
        var output = Fusion.call(new FusionInput(vectors, present: present));
        return (output.Fused, output.Loss, output.Terms);
    }
}
