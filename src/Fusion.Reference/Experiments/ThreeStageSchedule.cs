using Fusion.Reference.Baselines;
using Fusion.Reference.Models;
using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>
/// The schedule of the published program: for each batch three passes forward and backward, each with the task's loss and one loss of the game. After each
/// pass an optimiser of the whole model steps, then one of the discriminators or, in the last, of the generators, on the same gradients.
/// </summary>
internal sealed class ThreeStageSchedule<TInput>(ClassifierModel<TInput> model, PublishedGanFusion fusion) : IStepSchedule<TInput>
{
    private const string Discriminators = "adam.discriminators";
    private const string Generators = "adam.generators";

    public IReadOnlyList<ParameterGroup> Groups { get; } =
    [
        ParameterGroup.Whole(model), ParameterGroup.Only(Discriminators, model, fusion.DiscriminatorParameters), ParameterGroup.Only(Generators, model, fusion.GeneratorParameters),
    ];

    public IReadOnlyList<ScheduleStage<TInput>> Stages { get; } =
    [
        new("disc_real", [ParameterGroup.Main, Discriminators], (input, labels) => Losses(model, fusion, GanStage.DiscriminatorReal, input, labels)),
        new("disc_fake", [ParameterGroup.Main, Discriminators], (input, labels) => Losses(model, fusion, GanStage.DiscriminatorFake, input, labels)),
        new("gen", [ParameterGroup.Main, Generators], (input, labels) => Losses(model, fusion, GanStage.Generator, input, labels)),
    ];

    private static StepLosses Losses(ClassifierModel<TInput> model, PublishedGanFusion fusion, GanStage stage, TInput input, Tensor labels)
    {
        fusion.Stage = stage;
        return JointSchedule<TInput>.Losses(model, input, labels);
    }
}
