namespace Fusion.Reference.Models;

/// <summary>What of an LSTM after its last step stands for the sequence.</summary>
internal enum FinalState
{
    /// <summary>The hidden state.</summary>
    Hidden,

    /// <summary>The cell, as in the published translator.</summary>
    Cell,
}
