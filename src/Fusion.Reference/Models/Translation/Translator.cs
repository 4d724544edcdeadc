using System.Collections.Immutable;
using Fusion.Layers;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>Learners of text, speech and images, a fusion module where there are several, and a decoder that writes the translation.</summary>
internal sealed class Translator : nn.Module<TranslationInput, TranslationTarget, TranslatorOutput>
{
    private readonly IReadOnlyList<(string Name, TranslationEncoder Encoder)> _learners;
    private readonly FusionModule? _fusion;
    private readonly LstmDecoder _decoder;
    private readonly DropoutNoise _noise;

    /// <param name="parts">What it is made of.</param>
    /// <param name="noise">Randomness of all its dropout; owned from now on.</param>
    public Translator(TranslatorParts parts, DropoutNoise noise)
        : base(nameof(Translator))
    {
        _learners = [.. parts.Text is null ? Array.Empty<(string, TranslationEncoder)>() : [("text", parts.Text)], .. parts.Others];
        if ((parts.Fusion?.Modalities.Count ?? 1) != _learners.Count)
            throw new ArgumentException($"expected {parts.Fusion?.Modalities.Count ?? 1} learners, found {_learners.Count}", nameof(parts));
        if (parts.Decoder.Attends.Any(each => !_learners.Any(learner => learner.Name == each.Name && learner.Encoder.StateFeatures == each.Features)))
            throw new ArgumentException($"expected a decoder that attends to states of {Show(_learners.Select(learner => (learner.Name, learner.Encoder.StateFeatures)))}, found {Show(parts.Decoder.Attends)}", nameof(parts));
        (_fusion, _decoder, _noise) = (parts.Fusion, parts.Decoder, noise);
        if (parts.SourceWords is not null)
            register_module("source_words", parts.SourceWords);
        if (!ReferenceEquals(parts.SourceWords, parts.TargetWords))
            register_module("target_words", parts.TargetWords);
        foreach (var (name, encoder) in _learners)
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

    /// <summary>What the fusion reads of a source; the tensors belong to the caller's dispose scope.</summary>
    public FusionInput Learn(TranslationInput input) => new([.. Learned(input).Select(each => each?.Vector)], present: input.Present);

    /// <summary>What the decoder needs to know of the source; the tensors belong to the caller's dispose scope.</summary>
    public TranslationSource Encode(TranslationInput input)
    {
        using var scope = NewDisposeScope();
        var learned = Learned(input);
        Tensor[] there = [.. learned.OfType<Learned>().Select(each => each.Vector)];
        if (there.Length == 0)
            throw new ArgumentException("expected at least one of the model's modalities, found none", nameof(input));
        var memory = _decoder.Remember([.. _decoder.Attends.Select(each => States(each.Name, learned, input.Present))], there[0]);
        var encoded = cat(there, 1);
        var (fused, loss, terms) = Fuse([.. learned.Select(each => each?.Vector)], there, input.Present);
        return WithOwn(learned, new TranslationSource(fused, memory, loss, terms, encoded)).MoveToOuterDisposeScope();
    }

    /// <summary>The decoder's state before the first word.</summary>
    public DecoderState Begin(TranslationSource source) => _decoder.Begin(source.Fused);

    /// <summary>See <see cref="LstmDecoder.Step"/>.</summary>
    public (DecoderState State, Tensor Logits) Step(Tensor previous, DecoderState state, SourceMemories? memory) => _decoder.Step(previous, state, memory);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _noise.Dispose();
        base.Dispose(disposing);
    }

    private Learned?[] Learned(TranslationInput input) => [.. _learners.Select(learner => learner.Encoder.IsIn(input) ? learner.Encoder.call(input) : null)];

    private (SequenceStates? States, Tensor? Present) States(string modality, Learned?[] learned, Tensor? present)
    {
        var index = _learners.Index().First(item => item.Item.Name == modality).Index;
        return (learned[index]?.States, present?.select(1, index));
    }

    private (Tensor Fused, Tensor? Loss, IReadOnlyDictionary<string, Tensor> Terms) Fuse(Tensor?[] vectors, Tensor[] there, Tensor? present)
    {
        if (_fusion is null)
            return (there[0], null, ImmutableDictionary<string, Tensor>.Empty);
        var output = _fusion.call(new FusionInput(vectors, present: present));
        return (output.Fused, output.Loss, output.Terms);
    }

    // A learner that fuses something itself has a loss, which is part of the fusion's.
    private TranslationSource WithOwn(Learned?[] learned, TranslationSource source)
    {
        foreach (var ((name, _), each) in _learners.Zip(learned))
        {
            if (each?.Loss is not { } loss)
                continue;
            source = source with
            {
                FusionLoss = source.FusionLoss is null ? loss.alias() : source.FusionLoss.Plus(loss),
                Terms = new Dictionary<string, Tensor>(source.Terms) { [$"directions/{name}"] = loss.detach() },
            };
        }

        return source;
    }

    private static string Show(IEnumerable<(string Name, long Features)> states) => string.Join(", ", states.Select(each => $"{each.Name} ({each.Features})"));

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }
}
