using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using Fusion.Layers;
using TorchSharp;

namespace Fusion.Reference.Commands;

/// <summary><c>info</c>: what a bug report needs to know about this machine.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        var command = new Command("info", "Print versions and what PyTorch's native library offers on this machine.");
        command.SetAction(parsed => Print(parsed.InvocationConfiguration.Output));
        return command;
    }

    private static void Print(TextWriter output)
    {
        Line("fusion-reference", VersionOf(typeof(InfoCommand).Assembly));
        Line("Fusion.Layers", VersionOf(typeof(Modality).Assembly));
        Line("TorchSharp", VersionOf(typeof(torch).Assembly));
        Line(".NET", Environment.Version.ToString());
        Line("operating system", RuntimeInformation.OSDescription);
        Line("architecture", RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant());
        Line("cores", $"{Environment.ProcessorCount}");
        Line("native library", FusionRuntime.diagnose());
        if (!NativeTorch.Loads)
            return;
        Line("torch threads", $"{torch.get_num_threads()}");
        Line("CUDA", torch.cuda.is_available() ? $"available, {torch.cuda.device_count()} device(s)" : "not available");
        foreach (var (index, name) in CudaDriver.DeviceNames().Index())
            Line($"cuda:{index}", name);

        void Line(string name, string value) => output.WriteLine($"{name,-17} {value}");
    }

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString() ?? "unknown";
}
