using Fusion.Reference.Commands;
using Fusion.Reference.Experiments;
using Fusion.Reference.Tests.Commands;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class RunProgressTests
{
    [Fact]
    public void The_time_left_does_not_count_what_was_there_before()
    {
        var clock = new ManualClock();
        using var output = new StringWriter();
        using var reporter = new PlainProgress(output, clock, TimeSpan.Zero);
        var progress = new RunProgress(reporter, runs: 3, epochs: 10);

        progress.Start("all", new Dictionary<string, int> { ["a"] = 10, ["b"] = 8, ["c"] = 0 });
        progress.Kept("a");
        clock.Now += TimeSpan.FromSeconds(5);
        progress.Epoch("b", 9, "epoch 9");
        clock.Now += TimeSpan.FromSeconds(5);
        progress.Finished("b", "done");
        progress.Done();

        // Two epochs of twelve in ten seconds.
        Assert.Equal(
            ["all", "  a: finished before", "  all: 1/12 (55 s left)  1 of 3 runs  b: epoch 9", "  b: done", "  all: 2/12 (50 s left)  2 of 3 runs"],
            output.ToString().TrimEnd().Split(Environment.NewLine));
    }
}
