using Fusion.Reference.Models;
using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>One update of the whole model for each batch.</summary>
internal sealed class JointSchedule<TInput>(ClassifierModel<TInput> model) : IStepSchedule<TInput>
{
    public IReadOnlyList<ParameterGroup> Groups { get; } = [ParameterGroup.Whole(model)];

    public IReadOnlyList<ScheduleStage<TInput>> Stages { get; } = [new("", [ParameterGroup.Main], (input, labels) => Losses(model, input, labels))];

    /// <summary>The losses of one pass through a model.</summary>
    public static StepLosses Losses(ClassifierModel<TInput> model, TInput input, Tensor labels)
    {
        var output = model.call(input);
        return new StepLosses(model.TaskLoss(output.Logits, labels), output.FusionLoss, output.Terms);
    }
}
