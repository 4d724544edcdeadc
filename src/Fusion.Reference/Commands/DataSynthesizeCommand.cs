using System.CommandLine;
using System.Text.Json.Nodes;
using Fusion.Reference.Data.How2;
using Fusion.Reference.Data.Multi30k;
using Fusion.Reference.Data.Synthetic;

namespace Fusion.Reference.Commands;

/// <summary><c>data synthesize</c>: data whose answer is known, in a data set's own formats.</summary>
internal static class DataSynthesizeCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "Data folder to write into, as --data reads it.", HelpName = "DIR", CustomParser = OptionValue.Folder, Required = true };
        var seed = new Option<ulong?>("--seed")
        {
            Description = "The same seed gives the same data.", HelpName = "N", CustomParser = OptionValue.WholeNumber(ulong.MinValue), DefaultValueFactory = _ => new SyntheticIemocapOptions().Seed,
        };
        return new Command("synthesize", "Generate data whose answer is known, in a data set's own formats.")
        {
            Make("iemocap", "Write an invented corpus as the IEMOCAP release is laid out, with recordings, to OUT/iemocap.",
                (folder, seed) => SyntheticRelease.Write(folder, new SyntheticIemocapOptions { Seed = seed }), (folder, _) => DataCheckCommand.Check(folder)),
            Make("mosi", "Write an invented corpus in the layout of the prepared CMU-MOSI folder to OUT/mosi.",
                (folder, seed) => SyntheticMosi.Write(folder, new SyntheticMosiOptions { Seed = seed }), (folder, _) => DataCheckCommand.CheckMosi(folder)),
            Make(Multi30kCorpus.Dataset, "Write an invented corpus as the repository of Multi30K is laid out, with image features, to OUT/multi30k.",
                (folder, seed) => SyntheticMulti30k.Write(folder, new SyntheticTranslationOptions { Seed = seed }), DataCheckCommand.CheckMulti30k),
            Make(How2Corpus.Dataset, "Write an invented corpus as How2 is laid out, with features of speech and video, to OUT/how2.",
                (folder, seed) => SyntheticHow2.Write(folder, new SyntheticTranslationOptions { Seed = seed }), DataCheckCommand.CheckHow2),
        };

        Command Make(string dataset, string description, Action<string, ulong> write, Func<string, CancellationToken, JsonObject> check)
        {
            var command = new Command(dataset, description) { output, seed };
            command.SetAction((result, cancellation) =>
            {
                var folder = Path.Combine(result.GetRequiredValue(output), dataset);
                Write(() => write(folder, result.GetRequiredValue(seed)!.Value));
                DataCommand.Print(result, check(folder, cancellation));
                return Task.CompletedTask;
            });
            return command;
        }
    }

    // A folder with data that were not generated is an argument like any other that cannot be.
    private static void Write(Action write)
    {
        try
        {
            write();
        }
        catch (ArgumentException error)
        {
            throw new UserErrorException($"--out: {error.Message}", error);
        }
    }
}
