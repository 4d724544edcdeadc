using System.CommandLine;
using Fusion.Reference.Experiments;

namespace Fusion.Reference.Commands;

/// <summary><c>evaluate</c>: scores of a finished run on a split of its data.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<string?> Data = new("--data") { Description = "Folder that holds the data sets; without it OUT/data, where a run on generated data has them.", HelpName = "DIR", CustomParser = OptionValue.Folder };

    private static readonly Option<string?> Split = new("--split") { Description = "Name of a split: test, val or train; of translations, the first test set by default.", HelpName = "NAME" };

    public static Command Create()
    {
        var command = new Command(
            "evaluate", "Run a trained model on a split of its data and print every score as one JSON object; BLEU and chrF lie between 0 and 100, METEOR and the scores of classifiers between 0 and 1.")
        {
            Data, Split,
        };
        FinishedRun.AddTo(command);
        command.SetAction(parsed =>
        {
            var (run, device) = FinishedRun.Of(parsed);
            var factory = ExperimentCatalog.Entries.FirstOrDefault(entry => entry.Name == run.Experiment)?.Factory
                ?? throw new UserErrorException($"{run.Folder.RecipeFile}: expected a run of {string.Join(", ", ExperimentCatalog.Entries.Select(entry => entry.Name))}, found {run.Experiment}");
            JsonOutput.Write(parsed.InvocationConfiguration.Output, factory.Evaluate(run, parsed.GetValue(Data) ?? GeneratedData(run), parsed.GetValue(Split), device));
        });
        return command;
    }

    private static string GeneratedData(RunDescription run) => run.Output is { } output && Reproduction.GeneratedData(output) is var data && Directory.Exists(data) ? data
        : throw new UserErrorException($"{run.Folder.Path}: expected --data, the folder that holds the data sets, for a run that has no generated data beside it");
}
