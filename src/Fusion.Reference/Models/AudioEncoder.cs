using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>The speech learner of the paper for IEMOCAP: the feature vector as a sequence of length 1 into a two-layer LSTM of 50 units.</summary>
internal sealed class AudioEncoder : nn.Module<Tensor, Tensor>
{
    private readonly LSTM _lstm;

    public AudioEncoder(long features, long hidden, double dropout)
        : base(nameof(AudioEncoder))
    {
        OutputFeatures = hidden;
        register_module("lstm", _lstm = nn.LSTM(features, hidden, numLayers: 2, batchFirst: true, dropout: dropout));
    }

    /// <summary>Width of the speech vector.</summary>
    public long OutputFeatures { get; }

    /// <summary>Encodes feature vectors (B, features) to the upper layer's final hidden states (B, hidden).</summary>
    public override Tensor forward(Tensor features)
    {
        using var scope = NewDisposeScope();
        var (_, final, _) = _lstm.call(features.unsqueeze(1));
        return final[1].alias().MoveToOuterDisposeScope();
    }

    // The child is registered by name above; reflection would add it again under its field name.
    protected override void RegisterComponents()
    {
    }
}
