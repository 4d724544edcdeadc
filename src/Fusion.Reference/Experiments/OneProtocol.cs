using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>Keeps runs of different protocols, classes or layouts out of one output folder: the report sets its runs beside each other.</summary>
internal static class OneProtocol
{
    /// <summary>Throws where the folder holds a run of another protocol or class scheme than a recipe's, or of another layout.</summary>
    /// <param name="output">The output folder.</param>
    /// <param name="recipe">The recipe of the runs that are to come.</param>
    /// <param name="inTurn">Whether they test every session in turn.</param>
    public static void Check(string output, IemocapRecipe recipe, bool inTurn)
    {
        var wanted = ProtocolOfRuns.Of(recipe);
        foreach (var folder in RunFolder.All(output, IemocapExperiment.Name))
        {
            if (ProtocolOfRuns.Of(folder.ReadRecipe()) is var found && found != wanted)
                throw new UserErrorException($"{folder.RecipeFile}: expected a run with {wanted}, found one with {found}; choose another folder with --out");
            if (IemocapRun.IsInTurn(folder) != inTurn)
                throw new UserErrorException($"{folder.Path}: expected {Layout(inTurn)}, found {Layout(!inTurn)}; choose another folder with --out");
        }
    }

    /// <summary>What all runs share; throws where they do not.</summary>
    public static ProtocolOfRuns Of(IReadOnlyCollection<ClassifierRun<RunScores>> runs)
    {
        ProtocolOfRuns[] found = [.. runs.Select(run => ProtocolOfRuns.Of(run.Recipe)).Distinct()];
        if (found.Length > 1)
            throw Mixed("one protocol and one class scheme", found);
        string[] kinds = [.. runs.Select(run => $"{Layout(IemocapRun.IsInTurn(run.Folder))}, {(run.Scores.Synthetic ? "generated" : "real")} data").Distinct()];
        return kinds.Length == 1 ? found[0] : throw Mixed("one layout and one kind of data", kinds);
    }

    private static string Layout(bool inTurn) => inTurn ? "a run of every session in turn" : "a run of one session";

    private static UserErrorException Mixed(string expected, IEnumerable<object> found) =>
        new($"expected runs of {expected}, found {string.Join(" and ", found.Select(each => $"({each})"))}; report them from folders of their own");
}
