namespace Fusion.Reference.Experiments;

/// <summary>What <c>reproduce</c> was asked for.</summary>
/// <param name="Target">all, or the name of an experiment.</param>
/// <param name="Data">Folder that holds the data sets; null: generated data.</param>
/// <param name="Output">The output folder.</param>
/// <param name="Profile">How much is run; null: smoke on generated data, quick on real data.</param>
/// <param name="Seeds">Number of seeds; null: as many as each experiment sees fit.</param>
/// <param name="Device">auto, cpu, cuda or cuda:i.</param>
/// <param name="Resume">Whether runs in the output folder are continued.</param>
/// <param name="Settings">The <c>Key=value</c> texts of <c>--set</c>.</param>
/// <param name="Models">Which tables and rows of the experiments are run; null: each one's own choice.</param>
/// <param name="Jobs">Runs at the same time; null: as many as the cores hold, one on a GPU.</param>
/// <param name="Threads">CPU threads of each run; null: one.</param>
/// <param name="Command">The command line, for the report.</param>
internal sealed record ReproductionOptions(
    string Target,
    string? Data,
    string Output,
    Profile? Profile,
    int? Seeds,
    string Device,
    bool Resume,
    IReadOnlyList<string> Settings,
    string? Models,
    int? Jobs,
    int? Threads,
    string Command);
