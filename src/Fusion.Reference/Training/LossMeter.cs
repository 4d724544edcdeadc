using Fusion.Layers;
using static TorchSharp.torch;

namespace Fusion.Reference.Training;

/// <summary>Means of named scalars over an epoch, added up on their device and read once.</summary>
internal sealed class LossMeter : IDisposable
{
    private readonly Dictionary<string, (Tensor Sum, int Count)> _sums = [];

    /// <summary>Adds one scalar; only its value is kept.</summary>
    public void Add(string name, Tensor value)
    {
        using var scope = NewDisposeScope();
        var exact = value.detach().to(ScalarType.Float64);
        var (sum, count) = _sums.TryGetValue(name, out var known) ? known : (null, 0);
        _sums[name] = ((sum is null ? exact.clone() : sum.add_(exact, Scalars.One)).DetachFromDisposeScope(), count + 1);
        // add_ hands back a wrapper of its own where it does not hand back the same object.
        if (sum is not null && !ReferenceEquals(sum, _sums[name].Sum))
            sum.Dispose();
    }

    /// <summary>The mean of every scalar, in order of name.</summary>
    public IReadOnlyDictionary<string, double> Means() => new SortedDictionary<string, double>(
        _sums.ToDictionary(item => item.Key, item => item.Value.Sum.item<double>() / item.Value.Count), StringComparer.Ordinal);

    public void Dispose()
    {
        foreach (var (sum, _) in _sums.Values)
            sum.Dispose();
    }
}
