using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Models;

/// <summary>A speech learner that reads speech frame by frame: one LSTM layer over the cepstral frames, its final state, dropout on the frames.</summary>
internal sealed class AudioFramesLstm : ModalityEncoder<EmotionInput>
{
    private readonly NoiseDropout _dropout;
    private readonly LSTM _lstm;

    public AudioFramesLstm(long features, long hidden, double dropout, DropoutNoise noise)
        : base(nameof(AudioFramesLstm), hidden)
    {
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
        register_module("lstm", _lstm = nn.LSTM(features, hidden, batchFirst: true));
    }

    /// <summary>Encodes the frames of each utterance to (B, hidden); padding reaches no state because the sequences are packed.</summary>
    public override Encoded forward(EmotionInput input)
    {
        if (input.Frames is not { } frames || input.FrameLengths is not { } lengths)
            throw new ArgumentException($"expected {nameof(EmotionInput.Frames)} and {nameof(EmotionInput.FrameLengths)}, found none", nameof(input));
        using var scope = NewDisposeScope();
        using var packed = pack_padded_sequence(_dropout.forward(frames), lengths, batch_first: true, enforce_sorted: false);
        var (states, final, _) = _lstm.call(packed);
        states.Dispose();
        return new Encoded(final[0].alias()).MoveToOuterDisposeScope();
    }
}
