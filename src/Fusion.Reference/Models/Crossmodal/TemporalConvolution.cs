using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Crossmodal;

/// <summary>Brings the elements of sequences to the common width, each with its neighbours, zeros around the ends: as many elements leave it as enter.</summary>
internal sealed class TemporalConvolution : nn.Module<Tensor, Tensor>
{
    private readonly Conv1d _convolution;

    /// <param name="features">Width d of an element.</param>
    /// <param name="width">Width w of the result.</param>
    /// <param name="kernel">Elements that it sees at once, odd.</param>
    public TemporalConvolution(long features, long width, long kernel)
        : base(nameof(TemporalConvolution)) =>
        register_module("convolution", _convolution = nn.Conv1d(features, width, kernel, padding: kernel / 2));

    /// <summary>Number of parameters: d w kernel + w.</summary>
    public static long Parameters(long features, long width, long kernel) => (features * width * kernel) + width;

    /// <summary>(B, T, d), 0 at padding, to (B, T, w).</summary>
    public override Tensor forward(Tensor values)
    {
        using var scope = NewDisposeScope();
        return _convolution.forward(values.transpose(1, 2)).transpose(1, 2).contiguous().MoveToOuterDisposeScope();
    }

    // The one child is registered by name above; reflection would add it again under its field name.
    protected override void RegisterComponents()
    {
    }
}
