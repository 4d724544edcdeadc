using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>Makes the decoder's first state of the fused vector.</summary>
internal sealed class StateBridge : nn.Module<Tensor, DecoderState>
{
    private readonly DecoderStart _start;
    private readonly Linear? _hidden;
    private readonly Linear? _cell;

    /// <param name="features">Width of the vector.</param>
    /// <param name="hidden">Units h of the decoder.</param>
    /// <param name="start">How.</param>
    public StateBridge(long features, long hidden, DecoderStart start)
        : base(nameof(StateBridge))
    {
        _start = start;
        if (start == DecoderStart.Bridge)
        {
            register_module("hidden", _hidden = nn.Linear(features, hidden));
            register_module("cell", _cell = nn.Linear(features, hidden));
        }
        else if (features != hidden)
        {
            throw new ArgumentException($"expected a fused vector as wide as the decoder ({hidden}) with {start}, found {features}", nameof(features));
        }
    }

    /// <summary>The state (B, h) for vectors (B, features).</summary>
    public override DecoderState forward(Tensor vectors)
    {
        using var scope = NewDisposeScope();
        var state = _start switch
        {
            DecoderStart.Bridge => new DecoderState(_hidden!.forward(vectors).tanh(), _cell!.forward(vectors).tanh()),
            DecoderStart.Cell => new DecoderState(zeros_like(vectors), vectors.alias()),
            DecoderStart.Hidden => new DecoderState(vectors.alias(), zeros_like(vectors)),
            _ => new DecoderState(vectors.alias(), vectors.alias()),
        };
        return state.MoveToOuterDisposeScope();
    }

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }
}
