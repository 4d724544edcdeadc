using System.Collections.Immutable;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>What the models that read text and speech as sequences have in common: word vectors, and for those with readers how they read and project.</summary>
internal abstract class SequenceClassifier : ClassifierModel<EmotionInput>
{
    /// <summary>Dropout of the speech reader in the papers.</summary>
    protected const double SpeechDropout = 0.3;

    /// <summary>Dropout of the text reader in the papers.</summary>
    protected const double TextDropout = 0.7;

    private const double ProjectionBound = 0.25;

    private readonly Embedding _words;

    protected SequenceClassifier(string name, SequenceWidths widths, DropoutNoise noise)
        : base(name, noise) =>
        register_module("words", _words = nn.Embedding(widths.Words, widths.WordFeatures, padding_idx: 0));

    /// <summary>Overwrites the word vectors with a table (words, features).</summary>
    public void Initialise(Tensor table, bool frozen = false) => WordTable.Fill(_words, table, frozen);

    /// <summary>A linear layer whose weights start uniform within 0.25, as in the papers' programs, and its bias at 0.</summary>
    protected static Linear Projection(long input, long output)
    {
        var layer = nn.Linear(input, output);
        nn.init.uniform_(layer.weight!, -ProjectionBound, ProjectionBound);
        nn.init.zeros_(layer.bias!);
        return layer;
    }

    /// <summary>Reads the text of an input.</summary>
    protected SequenceStates Read(SequenceReader reader, EmotionInput input)
    {
        using var words = Words(input);
        return reader.call(words, input.Lengths);
    }

    /// <summary>The word vectors of an input (B, T, features).</summary>
    protected Tensor Words(EmotionInput input) => _words.forward(input.Tokens);

    /// <summary>Reads the speech of an input.</summary>
    protected static SequenceStates ReadSpeech(SequenceReader reader, EmotionInput input)
    {
        var speech = SpeechSequence.Of(input);
        return reader.call(speech.Values, speech.Lengths);
    }

    /// <summary>What a model without a fusion module returns.</summary>
    protected static ClassifierOutput Output(Linear head, Tensor encoded, Tensor fused) =>
        new(head.forward(fused), null, ImmutableDictionary<string, Tensor>.Empty, encoded, fused);
}
