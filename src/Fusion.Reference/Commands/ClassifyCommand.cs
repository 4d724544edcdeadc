using System.CommandLine;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Experiments;

namespace Fusion.Reference.Commands;

/// <summary><c>classify</c>: utterances from the standard input through a trained run.</summary>
internal static class ClassifyCommand
{
    /// <param name="open">Opens what is read; null: the standard input.</param>
    public static Command Create(Func<Stream>? open = null)
    {
        var command = new Command(
            "classify",
            $"Classify utterances from the standard input, a table separated by tabs whose header names the columns {UtteranceTable.TextColumn} and {string.Join(", ", IemocapCorpus.AudioColumns)}; one line with a label and the probability of each class for each. A model with a fusion layer does without text or speech where it has no column or an empty cell.");
        FinishedRun.AddTo(command);
        StandardInput.Read(command, open, Classify);
        return command;
    }

    private static void Classify(ParseResult parsed, IEnumerable<string> input)
    {
        var (run, device) = FinishedRun.Of(parsed);
        using var classifier = EmotionClassifier.Load(run, device);
        using var lines = input.GetEnumerator();
        var table = UtteranceTable.Open(StandardInput.Name, lines, classifier.Needs);
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        // A misspelt column must not pass for an absent modality unnoticed.
        if (classifier.Needs == UtteranceNeeds.Either && !(table.HasText && table.HasAudio))
            error.WriteLine($"note: {StandardInput.Name} has no column of {(table.HasText ? "speech" : "text")}, which counts as absent");
        var header = string.Join('\t', ["label", .. PredictionFile.ProbabilityColumns(classifier.Classes)]) + "\n";
        // Whole batches: where a line is wrong, nothing of its batch has been written.
        foreach (var utterances in table.Utterances.Chunk(StandardInput.LinesAtOnce))
        {
            output.Write(header + string.Concat(classifier.Classify(utterances).Select(Line)));
            header = "";
        }

        output.Write(header);

        string Line(ClassPrediction prediction) => string.Join('\t', [classifier.Classes[prediction.Class], .. PredictionFile.Probabilities(prediction)]) + "\n";
    }
}
