namespace Fusion.Reference.Data.Formats;

/// <summary>What an object of a Kaldi archive says of itself before its values.</summary>
/// <param name="Encoding"><c>FM</c>, <c>DM</c>, <c>CM</c>, <c>CM2</c>, <c>CM3</c> (matrices), <c>FV</c>, <c>DV</c>, <c>int32</c> (vectors), or <c>text</c>.</param>
/// <param name="Rows">Rows of a matrix, or values of a vector; -1 for text, which does not say.</param>
/// <param name="Columns">Columns of a matrix; -1 for a vector and for text.</param>
/// <param name="Start">Place in the file of the first byte after the header.</param>
internal sealed record KaldiHeader(string Encoding, int Rows, int Columns, long Start)
{
    /// <summary>The least and the range of the values, which compressed matrices have in their header.</summary>
    public float Least { get; init; }

    public float Range { get; init; }

    public bool IsMatrix => Columns >= 0;

    public long Count => IsMatrix ? (long)Rows * Columns : Rows;

    /// <summary>Bytes of values after the header.</summary>
    public long ByteCount => Encoding switch
    {
        "FM" or "FV" => 4 * Count,
        "DM" or "DV" => 8 * Count,
        // Each value has its own size before it.
        "int32" => 5 * Count,
        // Four percentiles of each column, then a byte for each value.
        "CM" => (8L * Columns) + Count,
        "CM2" => 2 * Count,
        _ => Count,
    };

    /// <summary>The element type in numpy's words.</summary>
    public string Dtype => Encoding switch { "DM" or "DV" => "float64", "int32" => "int32", _ => "float32" };
}
