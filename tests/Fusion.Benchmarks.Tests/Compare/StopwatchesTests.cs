using Fusion.Benchmarks.Compare;
using Xunit;

namespace Fusion.Benchmarks.Tests.Compare;

public sealed class StopwatchesTests
{
    [Fact]
    public void The_wall_clock_counts_sleep_and_the_processors_does_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads a clock of Linux");
        var (wall, cpu) = (Stopwatches.Of(Clock.Wall), Stopwatches.Of(Clock.Cpu));
        var (wallStart, cpuStart) = (wall(), cpu());
        Thread.Sleep(50);
        Assert.InRange(wall() - wallStart, 45_000_000, 60_000_000_000);
        Assert.InRange(cpu() - cpuStart, 0, 40_000_000);
    }
}
