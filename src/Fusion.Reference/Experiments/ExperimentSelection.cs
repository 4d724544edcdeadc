namespace Fusion.Reference.Experiments;

/// <summary>Which of the options of a command are meant for which of its experiments: each knows other tables, rows and recipe keys.</summary>
internal static class ExperimentSelection
{
    /// <summary>The rows that an experiment is to run; empty where only others know the names.</summary>
    /// <param name="names">The texts of <c>--models</c>; null: not given.</param>
    /// <param name="factory">The experiment.</param>
    /// <param name="all">The experiments of the command.</param>
    /// <param name="profile">How much is run where nothing is named.</param>
    public static string Models(string? names, IExperimentFactory factory, IReadOnlyList<IExperimentFactory> all, Profile profile)
    {
        if (names is null)
            return factory.DefaultModels(profile);
        var wanted = names.Split(',', StringSplitOptions.TrimEntries);
        var unknown = wanted.FirstOrDefault(name => !all.Any(each => each.Models.Contains(name)));
        return unknown is null ? string.Join(',', wanted.Where(factory.Models.Contains))
            : throw new UserErrorException($"--models {unknown}: expected {string.Join(", ", all.SelectMany(each => each.Models).Distinct())}");
    }

    /// <summary>The settings that concern an experiment.</summary>
    /// <param name="settings">The texts of <c>--set</c>.</param>
    /// <param name="factory">The experiment.</param>
    /// <param name="all">The experiments of the command.</param>
    public static IReadOnlyList<string> Settings(IReadOnlyList<string> settings, IExperimentFactory factory, IReadOnlyList<IExperimentFactory> all)
    {
        // What no experiment knows goes to each of them: their own message says what is wrong.
        return [.. settings.Where(setting => Knows(factory, setting) || !all.Any(each => Knows(each, setting)))];
    }

    private static bool Knows(IExperimentFactory factory, string setting) =>
        factory.Keys.Contains(setting.Split('=')[0].Trim(), StringComparer.OrdinalIgnoreCase);
}
