using System.Runtime.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Fusion.Layers;

/// <summary>
/// The contract every fusion module keeps: named modalities in, one vector of <see cref="OutputFeatures"/> out, with an optional auxiliary loss.
/// </summary>
/// <remarks>
/// Any number of modalities and leading dimensions; padded positions and absent modalities reach neither value, loss, gradient nor statistics.
/// Inputs are never changed or disposed; outputs are fresh and belong to the caller's dispose scope.
/// Evaluation is safe from several threads, training is not.
/// </remarks>
public abstract class FusionModule : nn.Module<FusionInput, FusionOutput>
{
    private readonly FusionOptions _options;
    // Named like its registration: reflection in derived modules then finds it registered already.
    [ComponentName(Name = "absent")]
    private readonly AbsentVectors? _absent;

    /// <summary>Checks and keeps what all fusion modules share.</summary>
    /// <param name="name">Name of the module's type.</param>
    /// <param name="modalities">The inputs, at least two, in the order of their tensors.</param>
    /// <param name="outputFeatures">Width t of the fused vector.</param>
    /// <param name="options">Options; validated here.</param>
    /// <param name="device">Device of the parameters; default: torch's default device.</param>
    /// <param name="dtype">Floating-point dtype of the parameters; default: torch's default dtype.</param>
    /// <exception cref="ArgumentException">A name, width or option is not usable; the message says which.</exception>
    protected FusionModule(string name, IReadOnlyList<Modality> modalities, long outputFeatures, FusionOptions options, Device? device, ScalarType? dtype)
        : this(name, modalities, outputFeatures, options, device, dtype, minimumModalities: 2)
    {
    }

    /// <summary>As the protected constructor, for a part of a module that may see a single modality.</summary>
    private protected FusionModule(string name, IReadOnlyList<Modality> modalities, long outputFeatures, FusionOptions options, Device? device, ScalarType? dtype, int minimumModalities)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(modalities);
        ArgumentNullException.ThrowIfNull(options);
        RequireModalities(modalities, minimumModalities);
        Require.Positive(outputFeatures, nameof(outputFeatures));
        options.Validate(modalities);
        Device = device ?? get_default_device();
        // TorchSharp takes every module to be on the CPU until it is moved, and would not move one back that was built elsewhere.
        (_deviceType, _deviceIndex) = (Device.type, Device.type == DeviceType.CUDA ? Device.index : -1);
        Dtype = dtype ?? get_default_dtype();
        Require.That(Dtype is ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16 or ScalarType.Float16, nameof(dtype), "a floating-point dtype", Dtype);

        Modalities = [.. modalities];
        OutputFeatures = outputFeatures;
        _options = options;
        Noise = new Generator(unchecked((ulong)(options.Seed ?? initial_seed())), CPU);
        if (options.AbsentFill == AbsentFill.Learned)
            register_module("absent", _absent = new AbsentVectors(Modalities, AbsentFeatures, device, dtype).to(Device));
    }

    /// <summary>The inputs, in the order of their tensors.</summary>
    public IReadOnlyList<Modality> Modalities { get; }

    /// <summary>Width t of the fused vector.</summary>
    public long OutputFeatures { get; }

    /// <summary>The module's own generator for noise and modality dropout, on the CPU whatever the module's device; its state can be read and set.</summary>
    // TorchSharp makes generators for the CPU alone, and takes a device without using it.
    public Generator Noise { get; }

    /// <summary>Draws which samples lose which modality; null where none does.</summary>
    private protected Func<Tensor, Tensor>? Dropout => training && _options.ModalityDropout > 0 ? DropModalities : null;

    internal InputNorm InputNorm => _options.InputNorm;

    /// <summary>Device of the parameters, and so of the inputs.</summary>
    protected internal Device Device { get; private set; }

    /// <summary>Dtype of the parameters, and so of the inputs.</summary>
    protected internal ScalarType Dtype { get; private set; }

    /// <summary>Fuses tensors given by position.</summary>
    /// <param name="values">One tensor per modality, (*, d_i); null where absent for the whole batch.</param>
    /// <returns>The fused vectors (*, t), the auxiliary loss and its terms.</returns>
    /// <exception cref="ArgumentException">Count, width, rank, dtype or device do not fit.</exception>
    // A leading null would fit the dictionary below as well.
    [OverloadResolutionPriority(1)]
    public FusionOutput call(params Tensor?[] values) => call(new FusionInput(values));

    /// <summary>Fuses tensors given by name; order is free.</summary>
    /// <param name="values">Tensors (*, d_i) by modality name; a missing key means absent for the whole batch.</param>
    /// <param name="paddingMask">bool (*), true where the position is padding.</param>
    /// <param name="present">bool (N, M) in the order of <see cref="Modalities"/>, true where sample n has modality m.</param>
    /// <returns>The fused vectors (*, t), the auxiliary loss and its terms.</returns>
    /// <exception cref="ArgumentException">A key names no modality, or a tensor does not fit.</exception>
    public FusionOutput call(IReadOnlyDictionary<string, Tensor> values, Tensor? paddingMask = null, Tensor? present = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var key in values.Keys)
            Require.That(Modalities.Any(modality => modality.Name == key), nameof(values), $"keys among {string.Join(", ", Modalities.Select(modality => modality.Name))}", $"'{key}'");

        return call(new FusionInput([.. Modalities.Select(modality => values.GetValueOrDefault(modality.Name))], paddingMask, present));
    }

    /// <summary>Validates, selects the valid rows, fuses them and puts the results back in place.</summary>
    /// <param name="input">The tensors of one batch.</param>
    /// <returns>The fused vectors (*, t), the auxiliary loss and its terms.</returns>
    /// <exception cref="ArgumentException">Something in the input does not fit; the message names the modality, what was expected and what was found.</exception>
    /// <exception cref="InvalidOperationException"><see cref="fuse"/> of a derived module returned something other than it owes; the message says what.</exception>
    public sealed override FusionOutput forward(FusionInput input)
    {
        using var scope = NewDisposeScope();
        var batch = FusionBatch.From(this, input, Dropout);
        var computeLoss = training || _options.LossInEval;
        var (fused, loss, terms) = batch.Rows.Count == 0
            ? FusionResult.Plain(batch.Nothing(OutputFeatures, Dtype, Device)) with { Loss = computeLoss ? AttachedZero(parameters()) : null }
            : Placed(batch, computeLoss, fuse(batch.Rows, computeLoss));

        fused.MoveToOuterDisposeScope();
        loss?.MoveToOuterDisposeScope();
        foreach (var term in terms.Values)
            term.MoveToOuterDisposeScope();
        return new FusionOutput(fused, loss, terms);
    }

    /// <summary>The author's seam: fuses the valid rows. Called inside a dispose scope, so temporaries need no care.</summary>
    /// <param name="rows">The valid rows, at least one.</param>
    /// <param name="computeLoss">Whether the auxiliary loss is wanted; where it is not, nothing that serves it alone should run.</param>
    /// <returns>Fused vectors (R, t), the loss if wanted and the terms.</returns>
    protected abstract FusionResult fuse(FusionRows rows, bool computeLoss);

    /// <summary>The values (R, d_m) of modality m; rows without it hold zeros or the learned vector.</summary>
    /// <param name="rows">The valid rows.</param>
    /// <param name="modality">Position of the modality.</param>
    protected Tensor Filled(FusionRows rows, int modality)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return FilledWith(rows, modality, rows.Values(modality));
    }

    /// <summary>Vectors (n_m, AbsentFeatures) of the rows that have modality m, spread over all rows; the others hold zeros or the learned vector.</summary>
    private protected Tensor FilledWith(FusionRows rows, int modality, Tensor? values)
    {
        if (values is not null && rows.Indices(modality) is null)
            return values;

        var absent = _absent?.Vector(Modalities[modality].Name) ?? zeros(AbsentFeatures(Modalities[modality]), dtype: Dtype, device: Device);
        return rows.Spread(modality, values, absent);
    }

    /// <summary>Width of the vector that stands for an absent modality.</summary>
    private protected virtual long AbsentFeatures(Modality modality) => modality.Features;

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        base._toEpilog(dtype, device, non_blocking);
        Dtype = dtype ?? Dtype;
        Device = device ?? Device;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Noise.Dispose();
        base.Dispose(disposing);
    }

    private FusionResult Placed(FusionBatch batch, bool computeLoss, FusionResult result)
    {
        FusionResultCheck.Require(this, batch.Rows, computeLoss, result);
        return result with { Fused = batch.Restore(result.Fused) };
    }

    private static void RequireModalities(IReadOnlyList<Modality> modalities, int minimum)
    {
        Require.That(modalities.Count >= minimum, nameof(modalities), "at least 2 modalities", modalities.Count);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, features) in modalities)
        {
            Require.That(!string.IsNullOrWhiteSpace(name) && !name.Contains('.', StringComparison.Ordinal), nameof(modalities), "names that are not blank and hold no '.', which separates state-dict keys", $"'{name}'");
            Require.That(names.Add(name), nameof(modalities), "distinct names", $"'{name}' twice");
            Require.That(features > 0, nameof(modalities), $"a positive width for modality '{name}'", features);
        }
    }

    /// <summary>Zero that depends on parameters, so that backward works where there is nothing to learn from.</summary>
    private protected Tensor AttachedZero(IEnumerable<Parameter> parameters)
    {
        var lossDtype = LossDtype.Of(Dtype);
        var anchor = parameters.FirstOrDefault(parameter => parameter.requires_grad);
        return anchor is null ? zeros([], dtype: lossDtype, device: Device) : anchor.flatten().narrow(0, 0, 0).sum().to_type(lossDtype);
    }

    /// <summary>Drops each modality a sample has with the given probability; a sample that would lose all keeps one of them at random.</summary>
    private Tensor DropModalities(Tensor presence)
    {
        using var probability = _options.ModalityDropout.ToScalar();
        var draws = rand(presence.shape, device: CPU, generator: Noise).BroughtTo(Device);
        var kept = presence & (draws >= probability);
        var last = zeros_like(presence).scatter(1, where(presence, draws, ones_like(draws).neg()).argmax(1, keepdim: true), ones_like(presence));
        return where(kept.any(1, keepdim: true), kept, last & presence);
    }
}
