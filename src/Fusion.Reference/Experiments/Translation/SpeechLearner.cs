namespace Fusion.Reference.Experiments.Translation;

/// <summary>What reads the frames of speech.</summary>
internal enum SpeechLearner
{
    /// <summary>One feed-forward layer for each frame, then their mean: the paper's.</summary>
    FeedForward,

    /// <summary>A bidirectional LSTM over the frames, its final states.</summary>
    Lstm,
}
