using System.Runtime.ExceptionServices;
using TorchSharp;

namespace Fusion.Reference.Experiments;

/// <summary>Works through independent runs on several threads. One run per core beats one run on all cores: small matrices gain little from a second thread.</summary>
/// <param name="jobs">Runs at the same time.</param>
/// <param name="threadsPerJob">Torch's threads within one run.</param>
internal sealed class ParallelRuns(int jobs, int threadsPerJob)
{
    /// <summary>Starts the runs in order; the first error stops the others between two steps and is thrown.</summary>
    public void Each<TRun>(IReadOnlyList<TRun> runs, Action<TRun, CancellationToken> work, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var next = -1;
        ExceptionDispatchInfo? first = null;
        Thread[] threads = [.. Enumerable.Range(0, Math.Min(jobs, runs.Count)).Select(_ => new Thread(Work) { IsBackground = true })];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        first?.Throw();

        void Work()
        {
            try
            {
                // OpenMP keeps its number of threads for each calling thread.
                torch.set_num_threads(threadsPerJob);
                for (var index = Interlocked.Increment(ref next); index < runs.Count; index = Interlocked.Increment(ref next))
                {
                    stop.Token.ThrowIfCancellationRequested();
                    work(runs[index], stop.Token);
                }
            }
            catch (Exception error)
            {
                // The first is the cause; what follows is the other threads being stopped.
                Interlocked.CompareExchange(ref first, ExceptionDispatchInfo.Capture(error), null);
                stop.Cancel();
            }
        }
    }
}
