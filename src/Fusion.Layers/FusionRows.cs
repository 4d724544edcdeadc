using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Layers;

/// <summary>
/// The valid rows of a batch, R of them, as a fusion module's author sees them: padding is gone, leading dimensions are one,
/// and every value belongs to a row that really has the modality, so whatever stood in other slots can reach nothing.
/// </summary>
public sealed class FusionRows
{
    private readonly Tensor?[] _values;
    private readonly Tensor?[] _indices;
    private readonly Tensor? _presence;

    /// <param name="count">Number of rows R.</param>
    /// <param name="values">Values (n_m, d_m) of the rows that have modality m; null where none has it.</param>
    /// <param name="indices">int64 (n_m): which rows those are; null where all of them are.</param>
    /// <param name="presence">bool (R, M); null where every row has every modality.</param>
    internal FusionRows(long count, Tensor?[] values, Tensor?[] indices, Tensor? presence)
    {
        Count = count;
        _values = values;
        _indices = indices;
        _presence = presence;
    }

    /// <summary>Number of rows R, at least 1.</summary>
    public long Count { get; }

    /// <summary>Values of modality m in the rows that have it, shape (n_m, d_m); null where no row has it.</summary>
    /// <param name="modality">Position of the modality.</param>
    public Tensor? Values(int modality) => _values[modality];

    /// <summary>Which rows have modality m, int64 (n_m), ascending; null where all of them have it.</summary>
    /// <param name="modality">Position of the modality.</param>
    public Tensor? Indices(int modality) => _indices[modality];

    /// <summary>Spreads per-row vectors of the rows that have modality m over all R rows.</summary>
    /// <param name="modality">Position of the modality.</param>
    /// <param name="values">Vectors (n_m, w) of the rows that have it; null where none has it.</param>
    /// <param name="absent">Vector (w) for the other rows.</param>
    /// <returns>Tensor (R, w).</returns>
    public Tensor Spread(int modality, Tensor? values, Tensor absent)
    {
        ArgumentNullException.ThrowIfNull(absent);
        if (values is null)
            return absent.expand(Count, -1);

        return _indices[modality] is { } rows ? absent.expand(Count, -1).index_copy(0, rows, values) : values;
    }

    /// <summary>The values (R, d_m) of modality m, zero in the rows without it.</summary>
    internal Tensor ZeroFilled(int modality, long features, ScalarType dtype, Device device) =>
        _indices[modality] is null && _values[modality] is { } all
            ? all
            : Spread(modality, _values[modality], torch.zeros(features, dtype: dtype, device: device));

    /// <summary>Positions, among the rows that have modality m, of those that have another one too; null where that is all of them.</summary>
    internal Tensor? Accompanied(int modality)
    {
        if (_presence is null)
            return null;

        var others = _presence.sum(1, type: ScalarType.Int64) > Scalars.One;
        var mine = _indices[modality] is { } rows ? others.index_select(0, rows) : others;
        return IndicesOfTrue(mine);
    }

    /// <summary>The given rows (null: all) seen by a module of other modalities, <paramref name="kept"/> in that order.</summary>
    internal FusionRows Select(Tensor? rows, IReadOnlyList<int> kept, IReadOnlyList<Modality> modalities, ScalarType dtype, Device device)
    {
        var count = rows?.size(0) ?? Count;
        var values = new Tensor?[kept.Count];
        var indices = new Tensor?[kept.Count];
        if (_presence is null)
        {
            for (var i = 0; i < kept.Count; i++)
                values[i] = Take(_values[kept[i]]!, rows);
            return new FusionRows(count, values, indices, null);
        }

        var columns = torch.tensor(kept.Select(m => (long)m).ToArray(), device: device);
        var presence = Take(_presence, rows).index_select(1, columns);
        for (var i = 0; i < kept.Count; i++)
        {
            var filled = Take(ZeroFilled(kept[i], modalities[kept[i]].Features, dtype, device), rows);
            indices[i] = IndicesOfTrue(presence.select(1, i));
            if (indices[i] is not { } some)
                values[i] = filled;
            else if (some.size(0) > 0)
                values[i] = filled.index_select(0, some);
        }

        return new FusionRows(count, values, indices, presence);
    }

    /// <summary>Rows <paramref name="inner"/> of the rows <paramref name="outer"/>; null stands for all of them.</summary>
    internal static Tensor? Compose(Tensor? outer, Tensor? inner) =>
        (outer, inner) switch
        {
            (null, _) => inner,
            (_, null) => outer,
            _ => outer.index_select(0, inner),
        };

    /// <summary>Positions where a bool vector is true, int64; null where it is true everywhere.</summary>
    internal static Tensor? IndicesOfTrue(Tensor flags)
    {
        var indices = flags.nonzero().select(1, 0);
        return indices.size(0) == flags.size(0) ? null : indices;
    }

    /// <summary>The given rows of a tensor; null stands for all of them.</summary>
    internal static Tensor Take(Tensor values, Tensor? rows) => rows is null ? values : values.index_select(0, rows);
}
