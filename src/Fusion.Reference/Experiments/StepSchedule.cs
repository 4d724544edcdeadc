using Fusion.Layers;
using Fusion.Reference.Baselines;
using Fusion.Reference.Models;

namespace Fusion.Reference.Experiments;

/// <summary>Chooses the schedule that fits a model.</summary>
internal static class StepSchedule
{
    /// <summary>The schedule of a model that was built for <paramref name="schedule"/>; a model without a game trains jointly whatever is asked for.</summary>
    public static IStepSchedule<TInput> For<TInput>(ClassifierModel<TInput> model, GanSchedule schedule)
        where TInput : IClassifierInput => (model, model.Fusion) switch
        {
            (_, PublishedGanFusion fusion) => new ThreeStageSchedule<TInput>(model, fusion),
            (FusionClassifier<TInput> classifier, GANFusion fusion) when schedule == GanSchedule.Alternating => new AlternatingSchedule<TInput>(classifier, fusion),
            _ => new JointSchedule<TInput>(model),
        };
}
