namespace Fusion.Reference.Experiments.Translation;

/// <summary>What reads the source text.</summary>
internal enum TextLearnerKind
{
    /// <summary>A bidirectional LSTM: the paper's.</summary>
    Lstm,

    /// <summary>The encoder of a Transformer, as wide as a word vector.</summary>
    Transformer,
}
