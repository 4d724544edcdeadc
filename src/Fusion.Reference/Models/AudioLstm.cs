using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>The speech learner of the paper for IEMOCAP: the feature vector as a sequence of length 1 into two LSTM layers, dropout between them.</summary>
internal sealed class AudioLstm : ModalityEncoder<EmotionInput>
{
    // Two modules instead of one of two layers, whose dropout would draw from torch's global generator.
    private readonly LSTM _lower;
    private readonly LSTM _upper;
    private readonly NoiseDropout _dropout;

    public AudioLstm(long features, long hidden, double dropout, DropoutNoise noise)
        : base(nameof(AudioLstm), hidden)
    {
        register_module("lower", _lower = nn.LSTM(features, hidden, batchFirst: true));
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
        register_module("upper", _upper = nn.LSTM(hidden, hidden, batchFirst: true));
    }

    /// <summary>Encodes feature vectors (B, features) to the upper layer's final hidden states (B, hidden).</summary>
    public override Encoded forward(EmotionInput input)
    {
        using var scope = NewDisposeScope();
        var (states, _, _) = _lower.call(input.Audio.unsqueeze(1));
        var (_, final, _) = _upper.call(_dropout.forward(states));
        return new Encoded(final[0].alias()).MoveToOuterDisposeScope();
    }
}
