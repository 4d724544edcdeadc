using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Experiments;

/// <summary>What the updates of a batch move.</summary>
/// <param name="Stage">Name of the update.</param>
/// <param name="Parameters">Names of the parameters that it changed.</param>
/// <param name="Buffers">Names of the other state that it changed.</param>
internal sealed record ScheduleMoves(string Stage, string[] Parameters, string[] Buffers)
{
    /// <summary>Runs the updates of one batch.</summary>
    public static IReadOnlyList<ScheduleMoves> Of<TBatch>(nn.Module model, IReadOnlyList<ParameterGroup> groups, IReadOnlyList<TrainingStage<TBatch>> stages, TBatch batch, double learningRate)
    {
        using var optimizers = new Optimizers(groups, learningRate);
        var parameters = model.named_parameters().Select(item => item.name).ToHashSet();
        model.train();
        var moved = new List<ScheduleMoves>();
        foreach (var stage in stages)
        {
            var before = model.state_dict().ToDictionary(item => item.Key, item => item.Value.detach().clone());
            Update(model, stage, optimizers, batch);
            var changed = model.state_dict().Where(item => !before[item.Key].equal(item.Value).all().item<bool>()).Select(item => item.Key).Order(StringComparer.Ordinal).ToArray();
            moved.Add(new ScheduleMoves(stage.Name, [.. changed.Where(parameters.Contains)], [.. changed.Where(name => !parameters.Contains(name))]));
        }

        return moved;
    }

    /// <summary>One update, both losses with weight 1; its loss.</summary>
    public static float Update<TBatch>(nn.Module model, TrainingStage<TBatch> stage, Optimizers optimizers, TBatch batch)
    {
        model.zero_grad();
        var losses = stage.Losses(batch);
        var total = (losses.Task, losses.Fusion) switch
        {
            ({ } task, { } fusion) => task + fusion,
            var (task, fusion) => task ?? fusion!,
        };
        total.backward();
        optimizers.Step(stage.Updates, 50);
        return total.item<float>();
    }
}
