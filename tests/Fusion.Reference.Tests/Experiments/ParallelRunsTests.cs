using System.Collections.Concurrent;
using Fusion.Reference.Experiments;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class ParallelRunsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    public void Every_run_is_worked_through_once(int jobs)
    {
        var done = new ConcurrentBag<int>();

        new ParallelRuns(jobs, 1).Each([.. Enumerable.Range(0, 10)], (run, _) => done.Add(run), CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 10), done.Order());
    }

    [Fact]
    public void Runs_overlap()
    {
        using var meet = new Barrier(3);

        // With fewer than three at a time nobody would pass.
        new ParallelRuns(3, 1).Each([1, 2, 3], (_, _) => Assert.True(meet.SignalAndWait(TimeSpan.FromSeconds(20))), CancellationToken.None);
    }

    [Fact]
    public void The_first_error_stops_the_others_and_comes_out_as_it_was()
    {
        using var both = new Barrier(2);
        using var stopped = new ManualResetEventSlim();
        void Work(int run, CancellationToken cancellation)
        {
            both.SignalAndWait(TimeSpan.FromSeconds(20), CancellationToken.None);
            if (run == 0)
                throw new InvalidOperationException("the cause");
            if (cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(20)))
                stopped.Set();
            cancellation.ThrowIfCancellationRequested();
        }

        var error = Assert.Throws<InvalidOperationException>(() => new ParallelRuns(2, 1).Each([0, 1, 2, 3], Work, CancellationToken.None));

        Assert.Equal("the cause", error.Message);
        Assert.True(stopped.IsSet);
    }

    [Fact]
    public void Cancellation_starts_no_further_run()
    {
        using var cancellation = new CancellationTokenSource();
        var started = 0;

        Assert.Throws<OperationCanceledException>(() => new ParallelRuns(1, 1).Each(
            [1, 2, 3],
            (_, _) =>
            {
                started++;
                cancellation.Cancel();
            },
            cancellation.Token));

        Assert.Equal(1, started);
    }
}
