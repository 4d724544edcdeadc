using System.CommandLine;
using Fusion.Reference.Metrics;

namespace Fusion.Reference.Commands;

/// <summary><c>score classification</c>: accuracy, precision, recall and F1 of predicted labels.</summary>
internal static class ScoreClassificationCommand
{
    public static Command Create()
    {
        var predictions = new Option<string>("--predictions") { Description = "Predicted labels, one per line.", HelpName = "FILE", Required = true };
        var labels = new Option<string>("--labels") { Description = "True labels, one per line.", HelpName = "FILE", Required = true };
        var command = new Command("classification", "Score predicted labels; all scores are between 0 and 1, and 0/0 counts as 0.") { predictions, labels };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(predictions), parsed.GetRequiredValue(labels), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static void Run(string predictionFile, string labelFile, TextWriter output)
    {
        var labels = LabelFile.Read(labelFile);
        var predictions = LabelFile.Read(predictionFile);
        LineCount.RequireSame(predictionFile, predictions.Length, labelFile, labels.Length);
        var matrix = ConfusionMatrix.Count(labels, predictions);
        var scores = ClassificationScores.From(matrix);
        JsonOutput.Write(output, new
        {
            scores.Accuracy,
            MacroPrecision = scores.Macro.Precision,
            MacroRecall = scores.Macro.Recall,
            MacroF1 = scores.Macro.F1,
            WeightedF1 = scores.Weighted.F1,
            PerClass = scores.PerClass.Select(line => new { line.Label, line.Precision, line.Recall, line.F1, Support = (long)line.Support }),
            Confusion = matrix.Classes.Select((_, truth) => matrix.Classes.Select((_, predicted) => (long)matrix[truth, predicted]).ToArray()),
        });
    }
}
