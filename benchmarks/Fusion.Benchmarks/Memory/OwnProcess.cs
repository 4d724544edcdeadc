using System.Diagnostics;
using Fusion.Reference;

namespace Fusion.Benchmarks.Memory;

/// <summary>Runs this program once more, so that one case does not use again what another one left free.</summary>
internal static class OwnProcess
{
    private const string Host = "dotnet";

    /// <summary>The last line that it prints; its error stream goes to ours.</summary>
    /// <param name="arguments">What follows the program's name.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="UserErrorException">It printed nothing.</exception>
    public static async Task<string> LastLineAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        using var process = Process.Start(StartInfo(arguments))!;
        try
        {
            var lines = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return lines.TrimEnd().Split('\n')[^1] is { Length: > 0 } last ? last
                : throw new UserErrorException($"{string.Join(' ', arguments)}: expected a line of JSON, found none; exit code {process.ExitCode}");
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private static ProcessStartInfo StartInfo(IReadOnlyList<string> arguments)
    {
        var program = Environment.ProcessPath!;
        // Started by the host, the program's first argument is its assembly.
        string[] assembly = Path.GetFileNameWithoutExtension(program) == Host ? [Environment.GetCommandLineArgs()[0]] : [];
        return new ProcessStartInfo(program, [.. assembly, .. arguments]) { RedirectStandardOutput = true };
    }
}
