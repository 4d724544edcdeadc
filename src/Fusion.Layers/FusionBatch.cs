using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fusion.Layers;

/// <summary>One validated batch: how its leading dimensions, padding and presence map to <see cref="FusionRows"/>, and back.</summary>
internal sealed class FusionBatch
{
    private readonly long[] _leading;
    private readonly long _total;
    private readonly Tensor? _valid;

    private FusionBatch(long[] leading, long total, Tensor? valid, FusionRows rows)
    {
        _leading = leading;
        _total = total;
        _valid = valid;
        Rows = rows;
    }

    /// <summary>The valid rows.</summary>
    public FusionRows Rows { get; }

    /// <summary>Checks an input against its module and selects its valid rows.</summary>
    /// <param name="module">The module that will fuse it.</param>
    /// <param name="input">The caller's input.</param>
    /// <param name="dropout">Draws which samples lose which modality, or null outside training: (presence) to (presence).</param>
    public static FusionBatch From(FusionModule module, FusionInput input, Func<Tensor, Tensor>? dropout)
    {
        var leading = FusionInputCheck.LeadingShape(module, input);
        var total = leading.Aggregate(1L, (product, size) => product * size);
        var valid = input.PaddingMask is { } mask ? FusionRows.IndicesOfTrue(mask.logical_not().reshape(total)) : null;
        var count = valid?.size(0) ?? total;
        var presence = count == 0 ? null : RowPresence(module, input, leading, total, valid, dropout);

        var modalities = module.Modalities.Count;
        var values = new Tensor?[modalities];
        var indices = new Tensor?[modalities];
        for (var m = 0; m < modalities; m++)
        {
            if (input.Values[m] is not { } value)
            {
                indices[m] = presence is null ? null : torch.empty(0, dtype: ScalarType.Int64, device: module.Device);
                continue;
            }

            indices[m] = presence is null ? null : FusionRows.IndicesOfTrue(presence.select(1, m));
            if (indices[m] is { } none && none.size(0) == 0)
                continue;

            var flat = leading.Length == 1 ? value : value.reshape(total, module.Modalities[m].Features);
            values[m] = Normalize(module, FusionRows.Take(flat, FusionRows.Compose(valid, indices[m])), m);
        }

        return new FusionBatch(leading, total, valid, new FusionRows(count, values, indices, presence));
    }

    /// <summary>Puts per-row vectors (R, t) back to their positions, (*, t); padded positions are 0.</summary>
    public Tensor Restore(Tensor fused)
    {
        if (_valid is { } rows)
            fused = torch.zeros(_total, fused.size(1), dtype: fused.dtype, device: fused.device).index_copy(0, rows, fused);
        return _leading.Length == 1 ? fused : fused.reshape([.. _leading, fused.size(1)]);
    }

    /// <summary>The fused tensor (*, t) of a batch without a valid row.</summary>
    public Tensor Nothing(long width, ScalarType dtype, Device device) => torch.zeros([.. _leading, width], dtype: dtype, device: device);

    /// <summary>bool (R, M), or null where every valid row has every modality.</summary>
    private static Tensor? RowPresence(FusionModule module, FusionInput input, long[] leading, long total, Tensor? valid, Func<Tensor, Tensor>? dropout)
    {
        if (input.Present is null && dropout is null && !input.Values.Contains(null))
            return null;

        var samples = leading.Length == 0 ? 1 : leading[0];
        var perSample = input.Present?.reshape(samples, input.Values.Count).clone()
            ?? torch.ones(samples, input.Values.Count, dtype: ScalarType.Bool, device: module.Device);
        for (var m = 0; m < input.Values.Count; m++)
        {
            if (input.Values[m] is null)
                perSample.select(1, m).zero_();
        }

        using var end = samples.ToScalar();
        var sampleOfRow = torch.arange(Scalars.Zero, end, Scalars.One, dtype: ScalarType.Int64, device: module.Device).repeat_interleave(total / samples);
        var rows = valid is null ? sampleOfRow : sampleOfRow.index_select(0, valid);
        RequireSomePresence(module, input, perSample, rows);
        if (dropout is not null)
            perSample = dropout(perSample);

        var presence = perSample.index_select(0, rows);
        return presence.all().item<bool>() ? null : presence;
    }

    private static void RequireSomePresence(FusionModule module, FusionInput input, Tensor perSample, Tensor rows)
    {
        var nothing = perSample.any(1).logical_not().index_select(0, rows);
        if (!nothing.any().item<bool>())
            return;

        var sample = rows.index_select(0, nothing.nonzero().select(1, 0)).min().item<long>();
        throw new ArgumentException($"present: expected at least one modality in every sample, found none in sample {sample}{Promised(module, input, sample)}.", "present");
    }

    /// <summary>Words for the modalities that a sample's flags promise although there is no tensor.</summary>
    private static string Promised(FusionModule module, FusionInput input, long sample)
    {
        var flags = input.Present?.reshape(-1, input.Values.Count)[sample].cpu().data<bool>().ToArray() ?? [];
        string[] promised = [.. flags.Select((has, m) => has ? $"'{module.Modalities[m].Name}'" : "").Where(name => name.Length > 0)];
        return promised.Length == 0 ? "" : $"; its flag for {string.Join(", ", promised)} is true, but that tensor is null";
    }

    private static Tensor Normalize(FusionModule module, Tensor rows, int modality) =>
        module.InputNorm == InputNorm.Layer ? F.layer_norm(rows, [module.Modalities[modality].Features]) : rows;
}
