using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>How a batch trains a model: which optimisers there are, and what happens for each batch.</summary>
/// <typeparam name="TBatch">One batch of training rows.</typeparam>
internal interface IStepSchedule<TBatch>
{
    /// <summary>The optimisers.</summary>
    IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>The updates of a batch, in order.</summary>
    IReadOnlyList<TrainingStage<TBatch>> Stages { get; }
}
