using Fusion.Layers;
using Fusion.Reference.Baselines;

namespace Fusion.Reference.Experiments;

/// <summary>Chooses the schedule that fits a model.</summary>
internal static class StepSchedule
{
    /// <summary>The schedule of a model that was built for <paramref name="schedule"/>; a model without a game trains jointly whatever is asked for.</summary>
    public static IStepSchedule<TBatch> For<TBatch>(ScheduledModel<TBatch> model, GanSchedule schedule) => model switch
    {
        { Fusion: PublishedGanFusion fusion } => new ThreeStageSchedule<TBatch>(model, fusion),
        { Fusion: GANFusion fusion, Encode: { } encode } when schedule == GanSchedule.Alternating => new AlternatingSchedule<TBatch>(model, fusion, encode),
        _ => new JointSchedule<TBatch>(model),
    };
}
