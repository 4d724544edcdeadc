using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>One update of the whole model for each batch.</summary>
/// <typeparam name="TBatch">One batch of training rows.</typeparam>
internal sealed class JointSchedule<TBatch>(ScheduledModel<TBatch> model) : IStepSchedule<TBatch>
{
    public IReadOnlyList<ParameterGroup> Groups { get; } = [ParameterGroup.Whole(model.Model)];

    public IReadOnlyList<TrainingStage<TBatch>> Stages { get; } = [new("", [ParameterGroup.Main], model.Losses)];
}
