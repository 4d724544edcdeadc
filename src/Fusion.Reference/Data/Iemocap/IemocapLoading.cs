using Fusion.Reference.Training;

namespace Fusion.Reference.Data.Iemocap;

/// <summary>How a corpus is read. All of it concerns the release alone; a prepared folder is read at once.</summary>
internal sealed record IemocapLoading
{
    /// <summary>File that keeps what was measured for the next time; null: measure again each time.</summary>
    public string? Cache { get; init; }

    /// <summary>Whether utterances bring their cepstral frames along.</summary>
    public bool Frames { get; init; }

    /// <summary>Told how far the measuring has come.</summary>
    public IProgressReporter? Progress { get; init; }

    /// <summary>Stops between two utterances.</summary>
    public CancellationToken Cancellation { get; init; }
}
