using System.CommandLine;

namespace Fusion.Reference.Commands;

/// <summary><c>evaluate</c>: scores of a trained translation run on a split of its data.</summary>
internal static class EvaluateCommand
{
    private static readonly Option<string> Data = new("--data") { Description = "Folder that holds the data sets, or OUT/data where they were generated.", HelpName = "DIR", Required = true };

    private static readonly Option<string?> Split = new("--split") { Description = "Name of a split (default: the first test set).", HelpName = "NAME" };

    public static Command Create()
    {
        var command = new Command("evaluate", "Translate a split with a trained run and print every score as one JSON object; BLEU and chrF lie between 0 and 100, METEOR between 0 and 1.") { TrainedTranslator.Run, Data, Split, TrainedTranslator.Device };
        command.SetAction(parsed =>
        {
            using var translator = TrainedTranslator.Load(parsed);
            JsonOutput.Write(parsed.InvocationConfiguration.Output, translator.Evaluate(parsed.GetRequiredValue(Data), parsed.GetValue(Split)));
        });
        return command;
    }
}
