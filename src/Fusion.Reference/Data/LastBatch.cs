namespace Fusion.Reference.Data;

/// <summary>What becomes of the rows that do not fill a batch.</summary>
internal enum LastBatch
{
    /// <summary>They form a smaller batch of at least two rows.</summary>
    Keep,

    /// <summary>As many rows, chosen anew each epoch, sit the epoch out.</summary>
    Drop,
}
