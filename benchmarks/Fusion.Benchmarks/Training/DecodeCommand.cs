using System.CommandLine;
using Fusion.Benchmarks.Compare;
using Fusion.Reference.Experiments;

namespace Fusion.Benchmarks.Training;

/// <summary><c>decode</c>: the test set of a finished run, ours against PyTorch with the same weights; one JSON line as of <c>compare</c>.</summary>
internal static class DecodeCommand
{
    private static readonly Option<string> Run = new("--run") { Description = "Folder of a finished run of a translator that reads text alone, such as OUT/multi30k/all.seq2seq.t/seed-1.", HelpName = "DIR", Required = true };
    private static readonly Option<string> Data = new("--data") { Description = "Folder that holds the data sets.", HelpName = "DIR", Required = true };
    private static readonly Option<string?> Split = new("--split") { Description = "Name of a split of the run or of its data set; default: the run's main test set.", HelpName = "NAME" };

    public static Command Create()
    {
        var command = new Command("decode", "Time the translation of a test set by a trained run and by PyTorch with the same weights, batches and search, in alternation; one JSON line.") { Run, Data, Split };
        CompareCommand.AddMeasuring(command);
        command.SetAction((parsed, cancellation) =>
        {
            CompareCommand.Measure(
                parsed, _ => [StoredDecoding.Case(RunDescription.Read(parsed.GetRequiredValue(Run)), parsed.GetRequiredValue(Data), parsed.GetValue(Split))], cancellation);
            return Task.CompletedTask;
        });
        return command;
    }
}
