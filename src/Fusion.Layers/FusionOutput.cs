using static TorchSharp.torch;

namespace Fusion.Layers;

/// <summary>What a fusion module returns: <c>var (fused, loss) = fuse.call(text, audio)</c>.</summary>
public sealed class FusionOutput : IDisposable
{
    /// <summary>Bundles the results of one forward.</summary>
    /// <param name="fused">Fused vectors, shape (*, t).</param>
    /// <param name="loss">Auxiliary loss, scalar of at least float32, or null where none was computed.</param>
    /// <param name="terms">Detached scalars by name.</param>
    public FusionOutput(Tensor fused, Tensor? loss, IReadOnlyDictionary<string, Tensor> terms)
    {
        ArgumentNullException.ThrowIfNull(fused);
        ArgumentNullException.ThrowIfNull(terms);
        Fused = fused;
        Loss = loss;
        Terms = terms;
    }

    /// <summary>Fused vectors, shape (*, OutputFeatures); 0 at padded positions.</summary>
    public Tensor Fused { get; }

    /// <summary>Auxiliary loss, a scalar of at least float32; null in evaluation mode unless <see cref="FusionOptions.LossInEval"/> is on.</summary>
    public Tensor? Loss { get; }

    /// <summary>The loss's parts and diagnostics, detached scalars by name; each module documents its names.</summary>
    public IReadOnlyDictionary<string, Tensor> Terms { get; }

    /// <summary>Splits the output; <see cref="Terms"/> stay in the caller's dispose scope.</summary>
    /// <param name="fused">Receives <see cref="Fused"/>.</param>
    /// <param name="loss">Receives <see cref="Loss"/>.</param>
    public void Deconstruct(out Tensor fused, out Tensor? loss) => (fused, loss) = (Fused, Loss);

    /// <summary>Disposes every tensor of the output.</summary>
    public void Dispose()
    {
        Fused.Dispose();
        Loss?.Dispose();
        foreach (var term in Terms.Values)
            term.Dispose();
    }
}
