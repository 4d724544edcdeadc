using System.Collections.Immutable;
using Fusion.Layers;
using Fusion.Reference.Models;
using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>
/// The package's alternating training: first the discriminators learn, then everything else, each side with an optimiser of its own. The encoders run
/// once more for the first step, without gradient: that and the second backward are what it costs.
/// </summary>
internal sealed class AlternatingSchedule<TInput>(FusionClassifier<TInput> model, GANFusion fusion) : IStepSchedule<TInput>
    where TInput : IClassifierInput
{
    private const string Discriminators = "adam.discriminators";

    public IReadOnlyList<ParameterGroup> Groups { get; } =
    [
        ParameterGroup.Only(Discriminators, model, fusion.discriminator_parameters()), ParameterGroup.Without(model, fusion.discriminator_parameters()),
    ];

    public IReadOnlyList<ScheduleStage<TInput>> Stages { get; } =
    [
        new("discriminators", [Discriminators], (input, _) => new StepLosses(null, fusion.discriminator_loss(Encode(model, input)), ImmutableDictionary<string, Tensor>.Empty)),
        new("rest", [ParameterGroup.Main], (input, labels) => JointSchedule<TInput>.Losses(model, input, labels)),
    ];

    private static FusionInput Encode(FusionClassifier<TInput> model, TInput input)
    {
        using var noGrad = no_grad();
        return model.Encode(input);
    }
}
