using System.Diagnostics;
using System.Runtime.InteropServices;
using Fusion.Reference;

namespace Fusion.Benchmarks.Compare;

/// <summary>Reads a clock in nanoseconds since some fixed moment.</summary>
internal static partial class Stopwatches
{
    private const int ThreadCpuTime = 3;

    /// <summary>The function that reads a clock.</summary>
    /// <exception cref="UserErrorException">This system does not have it.</exception>
    public static Func<long> Of(Clock clock) => clock == Clock.Wall
        ? () => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency))
        : OperatingSystem.IsLinux() ? ThreadTime : throw new UserErrorException("--clock cpu: expected Linux, found another system");

    private static long ThreadTime()
    {
        _ = clock_gettime(ThreadCpuTime, out var time);
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
