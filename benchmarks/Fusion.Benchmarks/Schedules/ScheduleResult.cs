using System.Text.Json.Nodes;
using Fusion.Benchmarks.Compare;
using Fusion.Reference.Experiments;

namespace Fusion.Benchmarks.Schedules;

/// <summary>What a schedule costs a model.</summary>
/// <param name="Problem">The model.</param>
/// <param name="Schedule">The schedule.</param>
/// <param name="Milliseconds">Of one batch with all its updates, the median over rounds.</param>
/// <param name="Ratio">That divided by the joint schedule's, the median over rounds.</param>
internal sealed record ScheduleResult(string Problem, GanSchedule Schedule, double Milliseconds, double Ratio)
{
    public string Case => $"{Problem}/{Name(Schedule)}";

    /// <summary>One line of JSON.</summary>
    public string ToJson() => ResultLine.Of(new JsonObject { ["case"] = Case, ["ms"] = ResultLine.Rounded(Milliseconds), ["ratio"] = ResultLine.Rounded(Ratio) });

    private static string Name(GanSchedule schedule) => schedule == GanSchedule.ThreeStage ? "three-stage" : schedule.ToString().ToLowerInvariant();
}
