using System.Diagnostics;

namespace Fusion.Layers.Tests;

/// <summary>Runs a program to its end.</summary>
internal static class ChildProcess
{
    /// <summary>Exit code and everything printed; a child that does not end in time is killed and is an error.</summary>
    internal static (int ExitCode, string Output) Run(string program, string folder, IEnumerable<string> arguments, int seconds = 300)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the test host sets for itself must not steer a child build, and build servers must not outlive the test.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEndAsync();
        var error = child.StandardError.ReadToEndAsync();
        if (!child.WaitForExit(TimeSpan.FromSeconds(seconds)))
        {
            child.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} ran longer than {seconds} s:\n{output.Result}{error.Result}");
        }

        return (child.ExitCode, output.Result + error.Result);
    }
}
