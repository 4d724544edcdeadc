using System.CommandLine;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;

namespace Fusion.Reference.Commands;

/// <summary>The options that name a trained translator and where it runs.</summary>
internal static class TrainedTranslator
{
    public static readonly Option<string> Run = new("--run") { Description = "Folder of a finished translation run, such as OUT/multi30k/ROW/seed-1.", HelpName = "DIR", Required = true };

    public static readonly Option<string> Device = ReproduceCommand.Device;

    /// <summary>Reads the translator that a command line names.</summary>
    public static StoredTranslator Load(ParseResult parsed)
    {
        NativeTorch.Require();
        return StoredTranslator.Load(parsed.GetRequiredValue(Run), ExperimentCatalog.Translations, DeviceChoice.Parse(parsed.GetRequiredValue(Device)));
    }
}
