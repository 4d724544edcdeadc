using System.CommandLine;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;

namespace Fusion.Reference.Commands;

/// <summary><c>train</c>: one model, with everything else as <c>reproduce</c> has it.</summary>
internal static class TrainCommand
{
    private static readonly Argument<string> Target = new("experiment") { Description = $"One of {ExperimentCatalog.Names}." };

    private static readonly Option<string> Model = new("--model")
    {
        Description = $"Name of one row. Rows of the main tables: {string.Join("; ", ExperimentCatalog.Entries.Select(entry => $"{entry.Name}: {string.Join(", ", entry.Factory.MainRows)}"))}. Rows of the other tables go too, and for {string.Join(", ", ExperimentCatalog.Translations.Select(dataset => dataset.Name))} the translators {string.Join(", ", TranslationModels.Names)}.",
        HelpName = "NAME", Required = true,
    };

    private static readonly Option<string?> Modalities = new("--modalities")
    {
        Description = $"What the model reads: t (text), s (speech), v (video or image), separated by commas. It is a translator's choice; without it {TranslationModels.Seq2Seq} reads t and the others what the data set has: {string.Join("; ", ExperimentCatalog.Translations.Select(dataset => $"{dataset.Name}: {dataset.Modalities.Option()}"))}. Every other row has its own.",
        HelpName = "LETTERS",
    };

    public static Command Create()
    {
        var command = new Command("train", "Train and test one model, then write OUT/report; every seed its own run folder.")
        {
            Target, Model, Modalities, ReproduceCommand.Data, ReproduceCommand.Output, ReproduceCommand.Size, ReproduceCommand.Seeds, ReproduceCommand.Device, ReproduceCommand.Jobs,
            ReproduceCommand.Threads, ReproduceCommand.Resume, ReproduceCommand.Set,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => ReproduceCommand.Run(parsed, parsed.GetRequiredValue(Target), Row(parsed), cancellation), CancellationToken.None));
        return command;
    }

    private static string Row(ParseResult parsed)
    {
        var target = parsed.GetRequiredValue(Target);
        var experiment = ExperimentCatalog.Find(target) ?? throw new UserErrorException($"train {target}: expected one of {ExperimentCatalog.Names}");
        return experiment.Factory.Row(parsed.GetRequiredValue(Model), parsed.GetValue(Modalities));
    }
}
