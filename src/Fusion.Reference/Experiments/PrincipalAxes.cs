using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>Principal component analysis down to a plane.</summary>
internal static class PrincipalAxes
{
    /// <summary>Projects rows of equal width on the two directions of largest variance; the largest weight of a direction is positive.</summary>
    public static (double X, double Y)[] Project(IReadOnlyList<float[]> rows)
    {
        using var scope = NewDisposeScope();
        var width = rows[0].Length;
        var values = tensor([.. rows.SelectMany(row => row)], [rows.Count, width]).to(ScalarType.Float64);
        var centred = values - values.mean([0L], keepdim: true);
        // The eigenvectors of the small Gram matrix, in ascending order: several times faster than a decomposition of all rows.
        var (_, directions) = linalg.eigh(centred.t().mm(centred));
        double[][] axes = [.. Enumerable.Range(0, 2).Select(axis => Axis(centred, directions, axis))];
        return [.. axes[0].Zip(axes[1])];
    }

    private static double[] Axis(Tensor centred, Tensor directions, int axis)
    {
        // One row or one column leaves a single direction: the other coordinate is 0.
        if (axis >= Math.Min(centred.size(0), directions.size(1)))
            return new double[centred.size(0)];
        var direction = directions.select(1, directions.size(1) - 1 - axis);
        var sign = direction[direction.abs().argmax()].sign();
        return centred.mv(direction * sign).data<double>().ToArray();
    }
}
