namespace Fusion.Reference.Training;

/// <summary>
/// Shows how far long work has come. Work nests: <see cref="Start"/> begins a piece within the current one
/// ("run 2 of 6", and within it its batches), <see cref="Done"/> ends the innermost.
/// </summary>
internal interface IProgressReporter
{
    /// <summary>Begins a piece of work.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="totalUnits">Number of units until it is done.</param>
    void Start(string title, int totalUnits);

    /// <summary>Says how much of the innermost piece is done; cheap enough to call for every batch.</summary>
    /// <param name="doneUnits">Units done so far.</param>
    /// <param name="status">The latest figures, such as "epoch 3 loss 2.31".</param>
    void Report(int doneUnits, string status);

    /// <summary>A message that always appears and stays: one per epoch, say.</summary>
    void Line(string message);

    /// <summary>Ends the innermost piece of work.</summary>
    void Done();
}
