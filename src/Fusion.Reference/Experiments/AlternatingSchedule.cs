using System.Collections.Immutable;
using Fusion.Layers;
using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>
/// The package's alternating training: first the discriminators learn, then everything else, each side with an optimiser of its own. The encoders run
/// once more for the first step, without gradient: that and the second backward are what it costs.
/// </summary>
/// <typeparam name="TBatch">One batch of training rows.</typeparam>
internal sealed class AlternatingSchedule<TBatch>(ScheduledModel<TBatch> model, GANFusion fusion, Func<TBatch, FusionInput> encode) : IStepSchedule<TBatch>
{
    private const string Discriminators = "adam.discriminators";

    public IReadOnlyList<ParameterGroup> Groups { get; } =
    [
        ParameterGroup.Only(Discriminators, model.Model, fusion.discriminator_parameters()), ParameterGroup.Without(model.Model, fusion.discriminator_parameters()),
    ];

    public IReadOnlyList<TrainingStage<TBatch>> Stages { get; } =
    [
        new("discriminators", [Discriminators], batch => new StepLosses(null, fusion.discriminator_loss(Encode(encode, batch)), ImmutableDictionary<string, Tensor>.Empty)),
        new("rest", [ParameterGroup.Main], model.Losses),
    ];

    private static FusionInput Encode(Func<TBatch, FusionInput> encode, TBatch batch)
    {
        using var noGrad = no_grad();
        return encode(batch);
    }
}
