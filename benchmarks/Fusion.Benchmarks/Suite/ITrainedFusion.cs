namespace Fusion.Benchmarks.Suite;

/// <summary>A fusion with inputs and an optimiser; each action is one iteration and leaves no tensor behind.</summary>
internal interface ITrainedFusion : IDisposable
{
    /// <summary>Number of trained values.</summary>
    long Parameters { get; }

    /// <summary>Forward in evaluation mode.</summary>
    void Eval();

    /// <summary>Forward, backward and Adam.</summary>
    void Step();
}
