using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>
/// Luong's global attention with the final state q as the query: a = softmax(h W q), c = sum a h, result tanh(W_c [c; q]). The summary c joins q
/// instead of replacing it: attention sharpens what the words say, while q alone knows their order to the end. W_c keeps the width, so that a fusion
/// module gets the same input with attention and without.
/// </summary>
internal sealed class LuongAttention : nn.Module<SequenceStates, Tensor>
{
    private readonly Linear? _score;
    private readonly Linear _combine;

    /// <param name="features">Width of a state.</param>
    /// <param name="general">Whether W is learned; else it is the identity.</param>
    public LuongAttention(long features, bool general)
        : base(nameof(LuongAttention))
    {
        if (general)
            register_module("score", _score = nn.Linear(features, features, hasBias: false));
        register_module("combine", _combine = nn.Linear(2 * features, features));
    }

    /// <summary>The attentional vector of each sequence (B, h).</summary>
    public override Tensor forward(SequenceStates states)
    {
        using var scope = NewDisposeScope();
        var summary = DotAttention.Read(states, _score?.forward(states.Final) ?? states.Final).Summary;
        return _combine.forward(cat([summary, states.Final], 1)).tanh().MoveToOuterDisposeScope();
    }

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }
}
