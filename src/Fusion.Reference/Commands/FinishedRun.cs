using System.CommandLine;
using Fusion.Reference.Experiments;
using static TorchSharp.torch;

namespace Fusion.Reference.Commands;

/// <summary>The options that name a finished run and where its model computes.</summary>
internal static class FinishedRun
{
    private static readonly Option<string> Run = new("--run") { Description = "Folder of a finished run, such as OUT/multi30k/ROW/seed-1 or OUT/iemocap/MODEL/seed-1.", HelpName = "DIR", Required = true, CustomParser = OptionValue.Folder };

    /// <summary>Lets a command have the options.</summary>
    public static void AddTo(Command command)
    {
        command.Add(Run);
        command.Add(ReproduceCommand.Device);
    }

    /// <summary>What a command line names.</summary>
    public static (RunDescription Run, Device Device) Of(ParseResult parsed)
    {
        CpuThreads.WaitPolitely();
        NativeTorch.Require();
        return (RunDescription.Read(parsed.GetRequiredValue(Run)), DeviceChoice.Parse(parsed.GetRequiredValue(ReproduceCommand.Device)));
    }
}
