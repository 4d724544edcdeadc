using System.Collections.Immutable;
using Fusion.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>Encoders of one or both modalities, a fusion module where there are two, dropout and a linear head.</summary>
internal sealed class EmotionClassifier : nn.Module<EmotionInput, EmotionOutput>
{
    private readonly TextEncoder? _text;
    private readonly AudioEncoder? _audio;
    private readonly Dropout _dropout;
    private readonly Linear _head;

    private EmotionClassifier(TextEncoder? text, AudioEncoder? audio, FusionModule? fusion, long features, long classes, double dropout)
        : base(nameof(EmotionClassifier))
    {
        if ((_text = text) is not null)
            register_module("text", _text);
        if ((_audio = audio) is not null)
            register_module("audio", _audio);
        if ((Fusion = fusion) is not null)
            register_module("fusion", Fusion);
        register_module("dropout", _dropout = nn.Dropout(dropout));
        register_module("head", _head = nn.Linear(features, classes));
    }

    /// <summary>The fusion module, or null in a model of one modality.</summary>
    public FusionModule? Fusion { get; }

    /// <summary>Number of trained values.</summary>
    public long ParameterCount => parameters().Sum(parameter => parameter.numel());

    public static EmotionClassifier OfText(TextEncoder text, long classes, double dropout) =>
        new(text, null, null, text.OutputFeatures, classes, dropout);

    public static EmotionClassifier OfAudio(AudioEncoder audio, long classes, double dropout) =>
        new(null, audio, null, audio.OutputFeatures, classes, dropout);

    /// <summary>The fusion module reads text, then audio.</summary>
    public static EmotionClassifier Of(TextEncoder text, AudioEncoder audio, FusionModule fusion, long classes, double dropout) =>
        new(text, audio, fusion, fusion.OutputFeatures, classes, dropout);

    public override EmotionOutput forward(EmotionInput input)
    {
        using var scope = NewDisposeScope();
        Tensor[] encoded = [.. Encode(input)];
        var (fused, loss, terms) = Fuse(encoded);
        var output = new EmotionOutput(_head.forward(_dropout.forward(fused)), loss, terms, cat(encoded, 1), fused);
        output.Logits.MoveToOuterDisposeScope();
        output.FusionLoss?.MoveToOuterDisposeScope();
        output.Encoded.MoveToOuterDisposeScope();
        output.Fused.MoveToOuterDisposeScope();
        foreach (var term in terms.Values)
            term.MoveToOuterDisposeScope();
        return output;
    }

    // The children are registered by name above; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }

    private IEnumerable<Tensor> Encode(EmotionInput input)
    {
        if (_text is not null)
            yield return _text.call(input.Tokens, input.Lengths);
        if (_audio is not null)
            yield return _audio.call(input.Audio);
    }

    private (Tensor Fused, Tensor? Loss, IReadOnlyDictionary<string, Tensor> Terms) Fuse(Tensor[] encoded)
    {
        if (Fusion is null)
            return (encoded[0].alias(), null, ImmutableDictionary<string, Tensor>.Empty);
        var output = Fusion.call(encoded);
        return (output.Fused, output.Loss, output.Terms);
    }
}
