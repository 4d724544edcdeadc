namespace Fusion.Reference.Data.Formats;

/// <summary>Features of many items, read one item at a time: what a file of gigabytes holds never is in memory at once. Reading is safe from several threads.</summary>
internal interface IFeatureRows : IDisposable
{
    /// <summary>File they come from, for messages.</summary>
    string File { get; }

    /// <summary>Every file they come from.</summary>
    IEnumerable<string> Files => [File];

    /// <summary>File that a row comes from, and its number there, for messages.</summary>
    (string File, int Row) Origin(int row) => (File, row);

    /// <summary>Number of rows.</summary>
    int Count { get; }

    /// <summary>Numbers in a vector, or in a frame.</summary>
    int Width { get; }

    /// <summary>What a row is.</summary>
    FeatureKind Kind { get; }

    /// <summary>Frames of one row; 1 for a vector.</summary>
    int Frames(int row);

    /// <summary>Reads one row.</summary>
    /// <param name="row">Which one.</param>
    /// <param name="values">Filled with its (<see cref="Frames"/>, <see cref="Width"/>) values in row-major order; of just that length.</param>
    void Read(int row, Span<float> values);
}
