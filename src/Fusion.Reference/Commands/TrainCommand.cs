using System.CommandLine;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;

namespace Fusion.Reference.Commands;

/// <summary><c>train</c>: one model, with everything else as <c>reproduce</c> has it.</summary>
internal static class TrainCommand
{
    private static readonly Argument<string> Target = new("experiment") { Description = $"One of {string.Join(", ", ExperimentCatalog.Entries.Select(entry => entry.Name))}." };

    private static readonly Option<string> Model = new("--model")
    {
        Description = $"Name of a row (see reproduce --help) or, with --modalities, of a translator: {string.Join(", ", TranslationModels.Names)}.", HelpName = "NAME", Required = true,
    };

    private static readonly Option<string?> Modalities = new("--modalities") { Description = "What a translator reads: t, s, v, separated by commas. The other choices are the recipe's (--set).", HelpName = "LETTERS" };

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
        var (target, model) = (parsed.GetRequiredValue(Target), parsed.GetRequiredValue(Model));
        if (parsed.GetValue(Modalities) is not { } letters)
            return model;
        if (ExperimentCatalog.Translations.All(dataset => dataset.Name != target))
            throw new UserErrorException($"--modalities {letters}: expected a translation experiment, found {target}");
        if (!TranslationModels.Names.Contains(model))
            throw new UserErrorException($"--model {model}: expected one of {string.Join(", ", TranslationModels.Names)} with --modalities");
        return TranslationRows.Name(TranslationRows.OwnPrefix, model, ModalitySets.Parse(letters));
    }
}
