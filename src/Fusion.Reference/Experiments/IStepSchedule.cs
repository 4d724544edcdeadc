using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>How a batch trains a classifier: which optimisers there are, and what happens for each batch.</summary>
/// <typeparam name="TInput">What the classifier reads.</typeparam>
internal interface IStepSchedule<TInput>
{
    /// <summary>The optimisers.</summary>
    IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>The updates of a batch, in order.</summary>
    IReadOnlyList<ScheduleStage<TInput>> Stages { get; }
}

/// <summary>One update of a batch.</summary>
/// <typeparam name="TInput">What the classifier reads.</typeparam>
/// <param name="Name">Name in the history; empty for the only one.</param>
/// <param name="Updates">Names of the optimisers that step.</param>
/// <param name="Losses">The losses of an input and its labels.</param>
internal sealed record ScheduleStage<TInput>(string Name, IReadOnlyList<string> Updates, Func<TInput, Tensor, StepLosses> Losses);
