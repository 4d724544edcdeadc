using System.Runtime.InteropServices;

namespace Fusion.Reference.Commands;

/// <summary>How torch's CPU threads wait for each other.</summary>
internal static class CpuThreads
{
    /// <summary>Lets waiting threads sleep soon; has to run before torch's first use, when its OpenMP library reads the setting.</summary>
    /// <remarks>
    /// By default a waiting thread spins for a whole time slice. Where another process takes one of the cores, every operation then waits for it:
    /// an LSTM step on two cores with one busy was measured at 3300 ms instead of 330.
    /// </remarks>
    public static void WaitPolitely()
    {
        // The user's own choice stands. .NET's SetEnvironmentVariable does not reach native code, hence libc.
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
            _ = SetEnvironment("GOMP_SPINCOUNT", "1000", overwrite: 0);
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int SetEnvironment(string name, string value, int overwrite);
}
