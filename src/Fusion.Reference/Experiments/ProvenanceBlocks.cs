using System.Text.Json.Nodes;
using Fusion.Reference.Reports;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>How the figures of a section came about: commands, machine, recipe.</summary>
internal static class ProvenanceBlocks
{
    /// <summary>Adds the commands and machines of the runs, and the recipe they share.</summary>
    /// <param name="report">The report.</param>
    /// <param name="environments">Of every finished run.</param>
    /// <param name="recipe">recipe.json of one of them.</param>
    /// <param name="varying">Keys of the recipe that differ from run to run.</param>
    public static void Add(ReportBuilder report, IReadOnlyList<RunEnvironment> environments, JsonObject recipe, params IReadOnlyList<string> varying)
    {
        report.Paragraph("Run these commands in the repository; the report alone is rewritten by the command \"report\".");
        report.Code(string.Join('\n', environments.Select(environment => $"dotnet run -c Release --project src/Fusion.Reference -- {environment.Command}").Distinct()));
        report.Definitions([.. environments.DistinctBy(environment => environment with { Command = "" }).SelectMany(Describe)]);
        report.Details("Recipe", details => details.Definitions(
            [.. recipe.Where(item => !varying.Contains(item.Key)).Select(item => (item.Key, item.Value?.ToJsonString(RunJson.Line) ?? "null"))]));
    }

    private static IEnumerable<(string Term, string Definition)> Describe(RunEnvironment environment) =>
    [
        ("Device", environment.Device), ("Threads", FormattableString.Invariant($"{environment.Threads} of {environment.Processors} processors, {environment.Jobs} runs at a time")),
        ("System", environment.System), ("Runtime", environment.Runtime), ("TorchSharp", environment.TorchSharp),
    ];
}
