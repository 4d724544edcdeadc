using Fusion.Reference.Commands;
using Xunit;

namespace Fusion.Reference.Tests.Commands;

public sealed class PlainProgressTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Reports_at_most_once_per_interval_and_always_the_last()
    {
        var lines = Lines(progress =>
        {
            progress.Start("gan seed 1", 100);
            for (var batch = 1; batch <= 100; batch++)
            {
                _clock.Now += TimeSpan.FromSeconds(1);
                progress.Report(batch, $"loss {batch}");
            }

            progress.Done();
        });
        Assert.Equal("gan seed 1", lines[0]);
        Assert.Equal("  gan seed 1: 30/100 (70 s left)  loss 30", lines[1]);
        Assert.Equal("  gan seed 1: 60/100 (40 s left)  loss 60", lines[2]);
        Assert.Equal("  gan seed 1: 90/100 (10 s left)  loss 90", lines[3]);
        Assert.Equal("  gan seed 1: 100/100  loss 100", lines[4]);
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public void Nested_work_is_indented_and_lines_always_appear()
    {
        var lines = Lines(progress =>
        {
            progress.Start("multi30k", 2);
            progress.Start("auto", 10);
            progress.Line("epoch 1 loss 3.1");
            progress.Line("epoch 2 loss 2.9");
            progress.Done();
            _clock.Now += TimeSpan.FromHours(3);
            progress.Report(1, "1 of 2 runs");
            progress.Done();
            progress.Line("written");
        });
        Assert.Equal(["multi30k", "  auto", "    epoch 1 loss 3.1", "    epoch 2 loss 2.9", "  multi30k: 1/2 (3.0 h left)  1 of 2 runs", "written"], lines);
    }

    private string[] Lines(Action<PlainProgress> work)
    {
        using var output = new StringWriter();
        using var progress = new PlainProgress(output, _clock, TimeSpan.FromSeconds(30));
        work(progress);
        return output.ToString().TrimEnd().Split(Environment.NewLine);
    }
}
