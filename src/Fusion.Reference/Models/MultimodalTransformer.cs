using Fusion.Layers;
using Fusion.Reference.Models.Crossmodal;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>
/// MulT (Tsai, Bai, Liang, Kolter, Morency and Salakhutdinov, "Multimodal Transformer for Unaligned Multimodal Language Sequences", ACL 2019): sequences of
/// any lengths (B, T_m, d_m) to one vector (B, t).
/// </summary>
/// <remarks>
/// A temporal convolution brings each modality to a common width w and positions are added. Each modality then reads each other one through a stack of
/// crossmodal layers, which see the other's sequence as it was at the start; what it found, side by side ((M - 1) w wide), passes a stack of self-attention
/// layers; the last elements of all modalities, side by side, pass a linear layer. Differences from the paper: any number of modalities from 2 on; one kernel
/// size and one dropout for all; the last element is that of the sequence, not of the padded batch; of the fully connected layers at the end only the first
/// is here, the rest is the caller's. Differences between its equations and its published program, where the equations are followed: what a layer adds is
/// normalised, positions are added once, at the start, source and target of a layer have norms of their own, and there is no norm after the last layer.
/// </remarks>
internal sealed class MultimodalTransformer : nn.Module<IReadOnlyList<PaddedSequence>, Tensor>
{
    private readonly MultimodalTransformerOptions _options;
    private readonly IReadOnlyList<Modality> _modalities;
    private readonly SinusoidalPositions _positions;
    private readonly IReadOnlyList<TemporalConvolution> _project;
    private readonly IReadOnlyList<IReadOnlyList<(int Source, TransformerStack Stack)>> _crossmodal;
    private readonly IReadOnlyList<TransformerStack> _memory;
    private readonly Linear _output;

    /// <param name="modalities">Names and widths d_m, at least two.</param>
    /// <param name="outputFeatures">Width t of the result.</param>
    /// <param name="options">Sizes; default: as they stand there.</param>
    /// <param name="noise">Randomness of the dropout; not owned.</param>
    /// <exception cref="ArgumentException">A name, width or option is not usable; the message says which.</exception>
    public MultimodalTransformer(IReadOnlyList<Modality> modalities, long outputFeatures, MultimodalTransformerOptions? options, DropoutNoise noise)
        : base(nameof(MultimodalTransformer))
    {
        _options = options ?? new MultimodalTransformerOptions();
        _options.Validate();
        RequireModalities(modalities, outputFeatures);
        _modalities = [.. modalities];
        var (width, memory) = (_options.Width, (modalities.Count - 1) * _options.Width);
        _positions = new SinusoidalPositions((int)width, first: 1);
        _project = [.. modalities.Select(modality => new TemporalConvolution(modality.Features, width, _options.Kernel))];
        _crossmodal = [.. modalities.Select((_, target) => Sources(target).Select(source => (source, Stack(_options.CrossmodalLayers, width, crossmodal: true, noise))).ToArray())];
        _memory = [.. modalities.Select(_ => Stack(_options.MemoryLayers, memory, crossmodal: false, noise))];
        register_module("project", Named(_project));
        register_module("crossmodal", Named([.. _crossmodal.Select(sources => new Parts(sources.Select(item => (_modalities[item.Source].Name, (nn.Module)item.Stack))))]));
        register_module("memory", Named(_memory));
        register_module("output", _output = nn.Linear(modalities.Count * memory, outputFeatures));
    }

    /// <summary>Number of parameters of such a model.</summary>
    public static long Parameters(IReadOnlyList<Modality> modalities, long outputFeatures, MultimodalTransformerOptions options)
    {
        var (count, width, memory) = (modalities.Count, options.Width, (modalities.Count - 1) * options.Width);
        return modalities.Sum(modality => TemporalConvolution.Parameters(modality.Features, width, options.Kernel))
            + (count * (count - 1) * options.CrossmodalLayers * TransformerLayer.Parameters(width, crossmodal: true))
            + (count * options.MemoryLayers * TransformerLayer.Parameters(memory, crossmodal: false))
            + (((count * memory) + 1) * outputFeatures);
    }

    /// <summary>Reads one batch, a sequence for each modality in their order.</summary>
    /// <returns>(B, t).</returns>
    /// <exception cref="ArgumentException">A sequence does not fit; the message names the modality, what was expected and what was found.</exception>
    public override Tensor forward(IReadOnlyList<PaddedSequence> sequences)
    {
        using var scope = NewDisposeScope();
        Check(sequences);
        Tensor?[] padding = [.. sequences.Select(sequence => sequence.Padding())];
        Tensor[] starts = [.. sequences.Select((sequence, modality) => Start(_project[modality].call(sequence.Cleared())))];
        Tensor[] summaries = [.. sequences.Select((sequence, target) => Summary(sequence, _memory[target].call(Found(target, starts, padding), null, padding[target])))];
        return _output.forward(cat(summaries, 1)).MoveToOuterDisposeScope();
    }

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }

    private IEnumerable<int> Sources(int target) => Enumerable.Range(0, _modalities.Count).Where(source => source != target);

    private TransformerStack Stack(int layers, long width, bool crossmodal, DropoutNoise noise) =>
        new(layers, () => new TransformerLayer(width, _options.Heads, crossmodal, _options.Dropout, noise));

    private Parts Named(IReadOnlyList<nn.Module> modules) => new(_modalities.Select((modality, index) => (modality.Name, modules[index])));

    private Tensor Start(Tensor projected) => projected.Plus(_positions.First(projected.size(1), projected));

    private Tensor Found(int target, Tensor[] starts, Tensor?[] padding) =>
        cat([.. _crossmodal[target].Select(item => item.Stack.call(starts[target], starts[item.Source], padding[item.Source]))], 2);

    private Tensor Summary(PaddedSequence sequence, Tensor states) => _options.Pooling == SequencePooling.Mean ? sequence.Mean(states) : sequence.Last(states);

    private void Check(IReadOnlyList<PaddedSequence> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        if (sequences.Count != _modalities.Count)
            throw new ArgumentException($"sequences: expected {_modalities.Count}, one for each modality, found {sequences.Count}", nameof(sequences));
        foreach (var (modality, sequence) in _modalities.Zip(sequences))
            sequence.Check(modality.Name, modality.Features, sequences[0].Values.size(0));
    }

    private static void RequireModalities(IReadOnlyList<Modality> modalities, long outputFeatures)
    {
        ArgumentNullException.ThrowIfNull(modalities);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputFeatures, 1);
        if (modalities.Count < 2)
            throw new ArgumentException($"modalities: expected at least 2, found {modalities.Count}", nameof(modalities));
        if (modalities.Select(modality => modality.Name).Distinct(StringComparer.Ordinal).Count() != modalities.Count)
            throw new ArgumentException($"modalities: expected distinct names, found {string.Join(", ", modalities.Select(modality => modality.Name))}", nameof(modalities));
        foreach (var (name, features) in modalities)
            if (features < 1 || name.Contains('.', StringComparison.Ordinal))
                throw new ArgumentException($"modalities: expected positive widths and names without '.', found '{name}' of width {features}", nameof(modalities));
    }

    /// <summary>Modules by name.</summary>
    private sealed class Parts : nn.Module
    {
        public Parts(IEnumerable<(string Name, nn.Module Module)> modules)
            : base(nameof(Parts))
        {
            foreach (var (name, module) in modules)
                register_module(name, module);
        }
    }
}
