using System.Runtime.InteropServices;
using System.Text.Json;
using Fusion.Layers.Interop;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>environment.json: where and how a run was made, for the report.</summary>
internal sealed record RunEnvironment(string Command, string Profile, string Device, int Jobs, int Threads, int Processors, string System, string Runtime, string TorchSharp)
{
    /// <summary>Notes the environment of a run that starts or continues now.</summary>
    public static void Write(RunFolder folder, ExperimentContext context)
    {
        var environment = new RunEnvironment(
            context.Command, context.Profile.ToString().ToLowerInvariant(), context.Device.ToString(), context.Jobs, context.Threads, Environment.ProcessorCount,
            $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}", RuntimeInformation.FrameworkDescription,
            typeof(TorchSharp.torch).Assembly.GetName().Version!.ToString(3));
        AtomicFile.WriteText(folder.EnvironmentFile, JsonSerializer.Serialize(environment, RunJson.Indented) + "\n");
    }
}
