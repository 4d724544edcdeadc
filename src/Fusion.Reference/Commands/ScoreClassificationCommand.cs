using System.CommandLine;
using Fusion.Reference.Data;
using Fusion.Reference.Metrics;

namespace Fusion.Reference.Commands;

/// <summary><c>score classification</c>: accuracy, precision, recall and F1 of predicted labels.</summary>
internal static class ScoreClassificationCommand
{
    public static Command Create()
    {
        var predictions = new Option<string>("--predictions") { Description = "Predicted labels, one per line.", HelpName = "FILE", Required = true, CustomParser = OptionValue.File };
        var labels = new Option<string>("--labels") { Description = "True labels, one per line.", HelpName = "FILE", Required = true, CustomParser = OptionValue.File };
        var command = new Command("classification", "Score predicted labels; all scores are between 0 and 1, and 0/0 counts as 0.") { predictions, labels };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(predictions), parsed.GetRequiredValue(labels), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static void Run(string predictionFile, string labelFile, TextWriter output)
    {
        var labels = LabelFile.Read(labelFile);
        var predictions = LabelFile.Read(predictionFile);
        var count = new LineCount();
        count.Check(labelFile, labels.Length);
        count.Check(predictionFile, predictions.Length);
        JsonOutput.Write(output, ClassificationReport.Of(ConfusionMatrix.Count(labels, predictions)));
    }
}
