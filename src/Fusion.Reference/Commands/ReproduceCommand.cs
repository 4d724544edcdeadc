using System.CommandLine;
using Fusion.Reference.Experiments;

namespace Fusion.Reference.Commands;

/// <summary><c>reproduce</c>: trains the models of a table, scores them and writes the report.</summary>
internal static class ReproduceCommand
{
    public const string DefaultOutput = "runs";

    private static readonly Argument<string> Target = new("target")
    {
        Description = $"all, or one experiment: {string.Join("; ", ExperimentCatalog.Entries.Select(Describe))}.",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => ExperimentCatalog.All,
        HelpName = "experiment",
    };

    internal static readonly Option<string?> Data = new("--data")
    {
        Description = $"Folder that holds any of {string.Join(", ", ExperimentCatalog.Entries.Select(entry => $"{entry.Name}/"))}. Without it the program generates data under OUT/data: that shows that it works and reproduces nothing.",
        HelpName = "DIR",
        CustomParser = OptionValue.Folder,
    };

    internal static readonly Option<string> Output = new("--out")
    {
        Description = "Folder for runs and report. A run that is already there is never overwritten: the command stops, unless --resume is given.",
        HelpName = "DIR",
        CustomParser = OptionValue.Folder,
        DefaultValueFactory = _ => DefaultOutput,
    };

    internal static readonly ChoiceOption Size = new("--profile", [.. Enum.GetNames<Profile>().Select(name => name.ToLowerInvariant())])
    {
        Description = "smoke: one seed, few epochs (default without --data). quick: one split, few seeds (default with --data). full: every session of iemocap in turn, every table of the translations, five seeds of mosi.",
    };

    internal static readonly Option<int?> Seeds = new("--seeds") { Description = "Number of seeds, counted from 1 (default: 1; mosi: 3 with quick, 5 with full).", HelpName = "N", CustomParser = OptionValue.WholeNumber(1) };

    internal static readonly Option<string> Device = new("--device")
    {
        Description = "auto, cpu, cuda or cuda:INDEX.", HelpName = "DEVICE", DefaultValueFactory = _ => "auto",
    };

    internal static readonly Option<string?> Models = new("--models")
    {
        Description = $"Tables or rows, separated by commas. {string.Join(" ", ExperimentCatalog.Entries.Select(entry => $"{entry.Name}: {string.Join("; ", entry.Factory.Tables.Select(table => $"{table.Name} ({table.Title})"))}."))} {ModelStudies.All}: every row.",
        HelpName = "NAMES",
    };

    internal static readonly Option<int?> Jobs = new("--jobs") { Description = "Runs at the same time; default: as many as the cores hold, one on a GPU.", HelpName = "N", CustomParser = OptionValue.WholeNumber(1) };

    internal static readonly Option<int?> Threads = new("--threads") { Description = "CPU threads of each run (default: 1). Scores are repeated to the last bit with the same number.", HelpName = "N", CustomParser = OptionValue.WholeNumber(1) };

    internal static readonly Option<bool> Resume = new("--resume")
    {
        Description = "Continue in OUT: finished runs are kept, an interrupted one goes on from its last epoch to the same scores.",
    };

    internal static readonly Option<string[]> Set = new("--set")
    {
        Description = $"Override recipe keys: several after one --set, or several times. {string.Join(" ", ExperimentCatalog.Entries.GroupBy(entry => string.Join(", ", entry.Factory.Keys), entry => entry.Name).Select(keys => $"{string.Join(", ", keys)}: {keys.Key}."))}",
        HelpName = "Key=value",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = OptionValue.KeyValues,
        DefaultValueFactory = _ => [],
    };

    public static Command Create()
    {
        var command = new Command("reproduce", "Train and test the models of the paper's tables, then write OUT/report.")
        {
            Target, Data, Output, Size, Seeds, Models, Device, Jobs, Threads, Resume, Set,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, parsed.GetRequiredValue(Target), parsed.GetValue(Models), cancellation), CancellationToken.None));
        return command;
    }

    /// <summary>Runs what the options of a command line ask for.</summary>
    /// <param name="parsed">The command line; it knows the options of this command but target and models.</param>
    /// <param name="target">all, or one experiment.</param>
    /// <param name="models">Tables and rows; null: each experiment's own choice.</param>
    /// <param name="cancellation">Stops between two training steps.</param>
    internal static void Run(ParseResult parsed, string target, string? models, CancellationToken cancellation)
    {
        CpuThreads.WaitPolitely();
        NativeTorch.Require();
        var options = new ReproductionOptions(
            target, parsed.GetValue(Data), parsed.GetRequiredValue(Output), ProfileOf(parsed), parsed.GetValue(Seeds),
            parsed.GetRequiredValue(Device), parsed.GetValue(Resume), parsed.GetRequiredValue(Set), models, parsed.GetValue(Jobs), parsed.GetValue(Threads),
            CommandText(parsed));
        using (var progress = ProgressReporter.ForConsole())
            Reproduction.Run(options, progress, cancellation);
        ReportCommand.Announce(parsed.InvocationConfiguration.Output, options.Output);
    }

    private static Profile? ProfileOf(ParseResult parsed) => parsed.GetValue(Size) is { } name ? Enum.Parse<Profile>(name, ignoreCase: true) : null;

    // Quoted where a shell would split it, so that the report's command can be pasted.
    private static string CommandText(ParseResult parsed) =>
        string.Join(' ', parsed.Tokens.Select(token => token.Value.Any(letter => char.IsWhiteSpace(letter) || letter is '"' or '\'' or '$')
            ? $"'{token.Value.Replace("'", "'\\''", StringComparison.Ordinal)}'"
            : token.Value));

    private static string Describe(ExperimentCatalog.Entry entry) => $"{entry.Name} ({entry.Title})";
}
