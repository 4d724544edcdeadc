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
    private int _finished;

    public void Start(string title) => reporter.Start(title, runs * epochs);

    public void Epoch(string run, int epoch, string status)
    {
        lock (_lock)
        {
            _epochs[run] = epoch;
            Report($"{run}: {status}");
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
        reporter.Report(_epochs.Values.Sum(), string.Create(CultureInfo.InvariantCulture, $"{_finished} of {runs} runs  {status}").TrimEnd());
}
