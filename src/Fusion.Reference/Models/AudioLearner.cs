namespace Fusion.Reference.Models;

/// <summary>What reads the speech features of an utterance.</summary>
internal enum AudioLearner
{
    /// <summary>The eight features as a sequence of length 1 into an LSTM, as the paper's first author did before.</summary>
    Lstm,

    /// <summary>The eight features through two linear layers, 500 and 300 wide, as in the published program.</summary>
    Mlp,

    /// <summary>Cepstral frames, a true sequence, into an LSTM; only the release itself has them.</summary>
    Frames,
}
