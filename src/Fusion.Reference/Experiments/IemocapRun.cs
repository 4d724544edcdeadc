using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>One training run: a row of a table, a seed, and the session it is tested on where each has its turn.</summary>
internal sealed record IemocapRun(ModelVariant<IemocapRecipe> Variant, int Seed, int? Fold)
{
    private const string Session = "session-";

    /// <summary>Whether a run's folder is one of those of a reproduction that tests every session in turn.</summary>
    public static bool IsInTurn(RunFolder folder) => new DirectoryInfo(folder.Path).Parent!.Name.StartsWith(Session, StringComparison.Ordinal);

    public RunFolder In(string output) => RunFolder.In(output, IemocapExperiment.Name, Variant.Name, Seed, Fold is null ? "" : $"{Session}{Fold}");

    public IemocapRecipe Recipe(IemocapRecipe recipe)
    {
        var changed = Variant.Apply(recipe).Validated();
        return Fold is { } session ? changed.ForFold(session) : changed;
    }
}
