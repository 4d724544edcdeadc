using Fusion.Reference.Reports;

namespace Fusion.Reference.Experiments;

/// <summary>How the figures of a section came about: commands, machine, recipe.</summary>
internal static class ProvenanceBlocks
{
    /// <summary>Adds the commands and machines of the runs, the recipe they share, and where theirs differ.</summary>
    /// <param name="report">The report.</param>
    /// <param name="environments">Of every finished run.</param>
    /// <param name="recipes">Their recipes.</param>
    public static void Add(ReportBuilder report, IReadOnlyList<RunEnvironment> environments, RecipesOfRuns recipes)
    {
        report.Paragraph("Run these commands in the repository; the report alone is rewritten by the command \"report\".");
        report.Code(string.Join('\n', environments.Select(environment => $"dotnet run -c Release --project src/Fusion.Reference -- {environment.Command}").Distinct()));
        report.Definitions([.. environments.DistinctBy(environment => environment with { Command = "" }).SelectMany(Describe)]);
        if (recipes.Differences.Count > 0)
        {
            report.Paragraph("Not all rows were trained with the same settings. Beside what a row changes by its definition, these differ:");
            report.Definitions(recipes.Differences);
        }

        report.Details("Recipe", details => details.Definitions(recipes.Common));
    }

    private static IEnumerable<(string Term, string Definition)> Describe(RunEnvironment environment) =>
    [
        ("Device", environment.Device), ("Threads", FormattableString.Invariant($"{environment.Threads} of {environment.Processors} processors, {RunCount.Of(environment.Jobs)} at a time")),
        ("System", environment.System), ("Runtime", environment.Runtime), ("TorchSharp", environment.TorchSharp),
    ];
}
