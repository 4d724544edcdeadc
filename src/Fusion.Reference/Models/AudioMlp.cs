using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>The speech learner of the published program: linear to 500, ReLU, linear to 300.</summary>
internal sealed class AudioMlp : ModalityEncoder<EmotionInput>
{
    private const long Hidden = 500;
    private const long Output = 300;

    private readonly Sequential _layers;

    public AudioMlp(long features)
        : base(nameof(AudioMlp), Output)
    {
        register_module("layers", _layers = nn.Sequential(nn.Linear(features, Hidden), nn.ReLU(), nn.Linear(Hidden, Output)));
    }

    /// <summary>Encodes feature vectors (B, features) to (B, 300).</summary>
    public override Encoded forward(EmotionInput input) => new(_layers.forward(input.Audio));
}
