using Fusion.Reference.Baselines;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>
/// The schedule of the published program: for each batch three passes forward and backward, each with the task's loss and one loss of the game. After each
/// pass an optimiser of the whole model steps, then one of the discriminators or, in the last, of the generators, on the same gradients.
/// </summary>
/// <typeparam name="TBatch">One batch of training rows.</typeparam>
internal sealed class ThreeStageSchedule<TBatch>(ScheduledModel<TBatch> model, PublishedGanFusion fusion) : IStepSchedule<TBatch>
{
    private const string Discriminators = "adam.discriminators";
    private const string Generators = "adam.generators";

    public IReadOnlyList<ParameterGroup> Groups { get; } =
    [
        ParameterGroup.Whole(model.Model), ParameterGroup.Only(Discriminators, model.Model, fusion.DiscriminatorParameters),
        ParameterGroup.Only(Generators, model.Model, fusion.GeneratorParameters),
    ];

    public IReadOnlyList<TrainingStage<TBatch>> Stages { get; } =
    [
        new("disc_real", [ParameterGroup.Main, Discriminators], batch => Losses(model, fusion, GanStage.DiscriminatorReal, batch)),
        new("disc_fake", [ParameterGroup.Main, Discriminators], batch => Losses(model, fusion, GanStage.DiscriminatorFake, batch)),
        new("gen", [ParameterGroup.Main, Generators], batch => Losses(model, fusion, GanStage.Generator, batch)),
    ];

    private static StepLosses Losses(ScheduledModel<TBatch> model, PublishedGanFusion fusion, GanStage stage, TBatch batch)
    {
        fusion.Stage = stage;
        return model.Losses(batch);
    }
}
