namespace Fusion.Reference.Models.Translation;

/// <summary>How the fused vector becomes the decoder's first state.</summary>
internal enum DecoderStart
{
    /// <summary>Hidden state and cell each through a linear layer of their own and tanh: any widths.</summary>
    Bridge,

    /// <summary>As the published code: the vector is the cell, the hidden state is 0; decoder and vector have one width.</summary>
    Cell,

    /// <summary>The vector is the hidden state, the cell is 0; decoder and vector have one width.</summary>
    Hidden,

    /// <summary>The vector is both.</summary>
    Both,
}
