using System.Collections.Immutable;
using Fusion.Layers;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>Learners of text, speech and images, a fusion module where there are several, and a decoder that writes the translation.</summary>
internal sealed class Translator : nn.Module<TranslationInput, TranslationTarget, TranslatorOutput>
{
    private readonly TextLearner? _text;
    private readonly IReadOnlyList<TranslationEncoder> _others;
    private readonly FusionModule? _fusion;
    private readonly LstmDecoder _decoder;
    private readonly DropoutNoise _noise;

    /// <param name="parts">What it is made of.</param>
    /// <param name="noise">Randomness of all its dropout; owned from now on.</param>
    public Translator(TranslatorParts parts, DropoutNoise noise)
        : base(nameof(Translator))
    {
        var learners = parts.Others.Count + (parts.Text is null ? 0 : 1);
        if ((parts.Fusion?.Modalities.Count ?? 1) != learners)
            throw new ArgumentException($"expected {parts.Fusion?.Modalities.Count ?? 1} learners, found {learners}", nameof(parts));
        (_text, _fusion, _decoder, _noise) = (parts.Text, parts.Fusion, parts.Decoder, noise);
        _others = [.. parts.Others.Select(item => item.Encoder)];
        if (parts.SourceWords is not null)
            register_module("source_words", parts.SourceWords);
        if (!ReferenceEquals(parts.SourceWords, parts.TargetWords))
            register_module("target_words", parts.TargetWords);
        if (_text is not null)
            register_module("text", _text);
        foreach (var (name, encoder) in parts.Others)
            register_module(name, encoder);
        if (_fusion is not null)
            register_module("fusion", _fusion);
        register_module("decoder", _decoder);
    }

    /// <summary>The fusion module, or null with one modality.</summary>
    public FusionModule? Fusion => _fusion;

    /// <summary>Number of trained values.</summary>
    public long ParameterCount => parameters().Where(parameter => parameter.requires_grad).Sum(parameter => parameter.numel());

    /// <summary>Generators whose state a checkpoint keeps, by name; dropout starts anew each epoch.</summary>
    public IReadOnlyDictionary<string, Generator> Generators => _fusion is null
        ? ImmutableDictionary<string, Generator>.Empty
        : ImmutableDictionary<string, Generator>.Empty.Add("fusion", _fusion.Noise);

    /// <summary>Starts the dropout sequence of an epoch.</summary>
    public void Seed(long seed) => _noise.Seed(seed);

    /// <summary>Scores of every next word of the given translations.</summary>
    public override TranslatorOutput forward(TranslationInput input, TranslationTarget target)
    {
        using var scope = NewDisposeScope();
        var source = Encode(input);
        var decoded = _decoder.call(target, source.Fused, source.Memory);
        return new TranslatorOutput(decoded, source.FusionLoss, source.Terms, source.Encoded, source.Fused).MoveToOuterDisposeScope();
    }

    /// <summary>What the decoder needs to know of the source; the tensors belong to the caller's dispose scope.</summary>
    public TranslationSource Encode(TranslationInput input)
    {
        using var scope = NewDisposeScope();
        var text = _text?.call(input);
        Tensor?[] vectors = [.. text is null ? Array.Empty<Tensor>() : [text.Vector], .. _others.Select(encoder => encoder.IsIn(input) ? encoder.call(input).Vector : null)];
        Tensor[] there = [.. vectors.OfType<Tensor>()];
        if (there.Length == 0)
            throw new ArgumentException("expected at least one of the model's modalities, found none", nameof(input));
        var memory = _decoder.Remember(text?.States);
        var encoded = cat(there, 1);
        if (_fusion is null)
            return new TranslationSource(there[0], memory, null, ImmutableDictionary<string, Tensor>.Empty, encoded).MoveToOuterDisposeScope();
        var output = _fusion.call(new FusionInput(vectors, present: input.Present));
        return new TranslationSource(output.Fused, memory, output.Loss, output.Terms, encoded).MoveToOuterDisposeScope();
    }

    /// <summary>The decoder's state before the first word.</summary>
    public DecoderState Begin(TranslationSource source) => _decoder.Begin(source.Fused);

    /// <summary>See <see cref="LstmDecoder.Step"/>.</summary>
    public (DecoderState State, Tensor Logits) Step(Tensor previous, DecoderState state, SourceMemory? memory) => _decoder.Step(previous, state, memory);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _noise.Dispose();
        base.Dispose(disposing);
    }

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }
}
