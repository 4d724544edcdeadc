using System.Diagnostics;
using System.Runtime.InteropServices;
using Fusion.Reference;
using TorchSharp;
using static TorchSharp.torch;

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

    /// <summary>The function that reads a clock when a device has nothing left to do; the CPU never has.</summary>
    /// <exception cref="UserErrorException">This system does not have the clock.</exception>
    public static Func<long> Of(Clock clock, Device device) =>
        device.type == DeviceType.CUDA ? After(() => cuda.synchronize(device), Of(clock)) : Of(clock);

    /// <summary>Reads a clock after waiting for something.</summary>
    public static Func<long> After(Action wait, Func<long> clock) => () =>
    {
        wait();
        return clock();
    };

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
