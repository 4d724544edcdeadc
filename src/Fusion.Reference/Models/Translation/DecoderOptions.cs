namespace Fusion.Reference.Models.Translation;

/// <summary>Widths and variants of a decoder.</summary>
/// <param name="Hidden">LSTM units h.</param>
internal sealed record DecoderOptions(long Hidden)
{
    /// <summary>How the fused vector becomes the first state.</summary>
    public DecoderStart Start { get; init; } = DecoderStart.Bridge;

    /// <summary>Dropout on the word vectors and before the output.</summary>
    public double Dropout { get; init; }

    /// <summary>What the forget gates start with.</summary>
    public double ForgetBias { get; init; }

    /// <summary>Whether words are scored with the vectors that they are read with; else with a layer of its own.</summary>
    public bool TiedOutput { get; init; }

    /// <summary>Whether the output layer also reads the vector of the word before, as in the published code; needs an output layer of its own.</summary>
    public bool SkipConnection { get; init; }
}
