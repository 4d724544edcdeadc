namespace Fusion.Reference.Models;

/// <summary>The sizes that a sequence model takes from its data.</summary>
/// <param name="Words">Size of the vocabulary; id 0 is padding.</param>
/// <param name="WordFeatures">Width of a word vector.</param>
/// <param name="SpeechFeatures">Width of an element of the <see cref="SpeechSequence"/>.</param>
/// <param name="Prosody">Width of the features of a whole utterance.</param>
/// <param name="Classes">Number of classes.</param>
internal sealed record SequenceWidths(long Words, long WordFeatures, long SpeechFeatures, long Prosody, long Classes)
{
    /// <summary>Units of a recurrent layer; 200 in the papers.</summary>
    public long Hidden { get; init; } = 200;
}
