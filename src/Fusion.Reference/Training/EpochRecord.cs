using System.Text.Json.Serialization;

namespace Fusion.Reference.Training;

/// <summary>One line of history.jsonl.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Steps">Training steps of this epoch.</param>
/// <param name="Losses">Means over the epoch's updates: total, task, fusion, the fusion module's own terms as <c>fusion.NAME</c>, and <c>total.STAGE</c> where a step has several.</param>
/// <param name="Validation">Metrics on the validation rows after this epoch.</param>
/// <param name="Improved">Whether this epoch became the chosen one.</param>
/// <param name="MillisecondsPerStep">Mean wall time of a training step, all updates of its batch together; this and the next differ between equal runs.</param>
/// <param name="TokensPerSecond">Target tokens learned from in a second of wall time: making batches is in that time, validation is not. Null where the task counts none, and in files of older versions.</param>
internal sealed record EpochRecord(
    int Epoch,
    int Steps,
    IReadOnlyDictionary<string, double> Losses,
    IReadOnlyDictionary<string, double> Validation,
    bool Improved,
    double MillisecondsPerStep,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? TokensPerSecond = null);
