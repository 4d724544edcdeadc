using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>Keeps runs of different protocols or classes out of one output folder: the report sets its runs beside each other.</summary>
internal static class OneProtocol
{
    /// <summary>Throws where the folder holds a run of another protocol or class scheme than a recipe's.</summary>
    public static void Check(string output, IemocapRecipe recipe)
    {
        var wanted = ProtocolOfRuns.Of(recipe);
        foreach (var folder in RunFolder.All(output, IemocapExperiment.Name))
        {
            if (ProtocolOfRuns.Of(folder.ReadRecipe()) is var found && found != wanted)
                throw new UserErrorException($"{folder.RecipeFile}: expected a run with {wanted}, found one with {found}; choose another folder with --out");
        }
    }

    /// <summary>What all runs share; throws where they do not.</summary>
    public static ProtocolOfRuns Of(IEnumerable<ClassifierRun<RunScores>> runs)
    {
        var found = runs.Select(run => ProtocolOfRuns.Of(run.Recipe)).Distinct().ToArray();
        return found.Length == 1 ? found[0]
            : throw new UserErrorException($"expected runs of one protocol and one class scheme, found {string.Join(" and ", found.Select(each => $"({each})"))}; report them from folders of their own");
    }
}
