using Fusion.Layers;
using Fusion.Reference.Baselines;
using Fusion.Reference.Experiments;
using Fusion.Reference.Models;
using Fusion.Reference.Tests.Models;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Experiments;

/// <summary>A small classifier with the game that a schedule wants.</summary>
internal static class GanModels
{
    /// <summary>Width of the fused vector; none of the encoders has it, so both complements are learned, unless <paramref name="width"/> is one of theirs.</summary>
    public static FusionClassifier<EmotionInput> Build(GanSchedule schedule, double dropout = 0, double noise = 0.01, long width = 6)
    {
        var options = new GANFusionOptions
        {
            DiscriminatorHidden = 8, NoiseStd = noise, Seed = 3, Training = schedule == GanSchedule.Alternating ? GANTraining.Alternating : GANTraining.Joint,
        };
        return EmotionModels.Classifier(
            modalities => schedule == GanSchedule.ThreeStage ? new PublishedGanFusion(modalities, width, options) : new GANFusion(modalities, width, options), seed: 1, dropout: dropout);
    }

    /// <summary>The schedule of a model for inputs of four rows, one of each class.</summary>
    public static IStepSchedule<EmotionInput> Schedule(FusionClassifier<EmotionInput> model, GanSchedule schedule) => StepSchedule.For(
        new ScheduledModel<EmotionInput>(model, model.Fusion, input => ModelLosses.Of(model, input, tensor([0L, 1, 2, 3])), model.Encode), schedule);
}
