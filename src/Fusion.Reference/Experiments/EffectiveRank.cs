using Fusion.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>How many directions a set of vectors really uses (Roy and Vetterli, 2007): exp of the entropy of the normalised singular values.</summary>
internal static class EffectiveRank
{
    /// <summary>From 1 (all on one line) to the width of the rows; 0 where all rows are equal.</summary>
    public static double Of(IReadOnlyList<float[]> rows)
    {
        using var scope = NewDisposeScope();
        var values = tensor([.. rows.SelectMany(row => row)], [rows.Count, rows[0].Length]).to(ScalarType.Float64);
        var centred = values - values.mean([0L], keepdim: true);
        // Eigenvalues of the small Gram matrix: its side is the width, not the number of rows.
        var singular = linalg.eigvalsh(centred.t().mm(centred)).relu().sqrt();
        var total = singular.sum();
        if (total.item<double>() == 0)
            return 0;
        var shares = singular / total;
        using var least = double.Epsilon.ToScalar();
        return (-(shares * shares.add(least, Scalars.One).log()).sum()).exp().item<double>();
    }
}
