using Fusion.Benchmarks.Compare;
using Xunit;
using static TorchSharp.torch;

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

    [Fact]
    public void A_clock_that_waits_is_read_after_the_wait()
    {
        var now = 5L;
        var clock = Stopwatches.After(() => now += 100, () => now);
        Assert.Equal([105, 205], new[] { clock(), clock() });
    }

    [Fact]
    public void The_CPU_is_not_waited_for_and_a_GPU_is()
    {
        var wall = Stopwatches.Of(Clock.Wall, CPU);
        Assert.InRange(wall() - Stopwatches.Of(Clock.Wall)(), -60_000_000_000, 0);
        Assert.SkipUnless(cuda.is_available(), "this machine has no CUDA device");
        // Its launches come back long before the products are there.
        using var scope = NewDisposeScope();
        var clock = Stopwatches.Of(Clock.Wall, CUDA);
        var matrix = rand(4096, 4096, device: CUDA);
        _ = matrix.mm(matrix);
        var (start, plain) = (clock(), wall());
        for (var i = 0; i < 20; i++)
            _ = matrix.mm(matrix);
        Assert.True(wall() - plain < clock() - start);
    }
}
