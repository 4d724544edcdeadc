using System.Globalization;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments;

/// <summary>Progress of many runs as one bar that moves with every epoch; runs may report from several threads.</summary>
/// <param name="reporter">Shows it.</param>
/// <param name="runs">Number of runs.</param>
/// <param name="epochs">Most epochs of a run.</param>
internal sealed class RunProgress(IProgressReporter reporter, int runs, int epochs)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _epochs = [];
    private IReadOnlyDictionary<string, int> _before = new Dictionary<string, int>();
    private int _finished;

    /// <param name="title">What is run.</param>
    /// <param name="before">The epochs of each run that are there already: they are no work, so the time left must not count them as done in no time.</param>
    public void Start(string title, IReadOnlyDictionary<string, int> before)
    {
        _before = before;
        reporter.Start(title, (runs * epochs) - before.Values.Sum());
    }

    public void Epoch(string run, int epoch, string status)
    {
        lock (_lock)
        {
            _epochs[run] = epoch;
            Report($"{run}: {status}");
        }
    }

    /// <summary>A run that was over before.</summary>
    public void Kept(string run)
    {
        lock (_lock)
        {
            _finished++;
            reporter.Line($"{run}: finished before");
        }
    }

    /// <summary>A run is over; early stopping may have spared it some epochs.</summary>
    public void Finished(string run, string result)
    {
        lock (_lock)
        {
            _epochs[run] = epochs;
            _finished++;
            reporter.Line($"{run}: {result}");
            Report("");
        }
    }

    public void Done() => reporter.Done();

    private void Report(string status) =>
        reporter.Report(_epochs.Sum(run => run.Value - _before.GetValueOrDefault(run.Key)), string.Create(CultureInfo.InvariantCulture, $"{_finished} of {runs} runs  {status}").TrimEnd());
}
