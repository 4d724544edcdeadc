using static TorchSharp.torch;

namespace Fusion.Reference.Training;

/// <summary>One Adam for each group of parameters. Groups may overlap: each optimiser has its own moments.</summary>
internal sealed class Optimizers : IDisposable
{
    private readonly Dictionary<string, (ParameterGroup Group, Adam Adam)> _all;

    public Optimizers(IEnumerable<ParameterGroup> groups, double learningRate) =>
        _all = groups.ToDictionary(group => group.Name, group => (group, new Adam(group.Parameters, learningRate)));

    /// <summary>The optimisers by name.</summary>
    public IEnumerable<(string Name, Adam Adam)> All => _all.Select(item => (item.Key, item.Value.Adam));

    /// <summary>Sets the size of all further steps.</summary>
    public void SetLearningRate(double learningRate)
    {
        foreach (var (_, adam) in _all.Values)
            adam.LearningRate = learningRate;
    }

    /// <summary>Steps the named optimisers one after another, each on gradients clipped to a norm over its own parameters.</summary>
    public void Step(IEnumerable<string> names, double clipNorm)
    {
        foreach (var name in names)
        {
            var (group, adam) = _all[name];
            nn.utils.clip_grad_norm_(group.Parameters.Select(item => item.Value), clipNorm);
            adam.Step();
        }
    }

    public void Dispose()
    {
        foreach (var (_, adam) in _all.Values)
            adam.Dispose();
    }
}
