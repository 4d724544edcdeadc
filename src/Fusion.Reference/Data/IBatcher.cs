namespace Fusion.Reference.Data;

/// <summary>Cuts one part of a corpus into batches; each batch is the caller's to dispose.</summary>
internal interface IBatcher<out TBatch>
{
    /// <summary>Number of rows.</summary>
    int Count { get; }

    /// <summary>One epoch in its own order.</summary>
    IEnumerable<TBatch> Training(int epoch);

    /// <summary>Every row once; the same each time.</summary>
    IEnumerable<TBatch> Evaluation();
}
