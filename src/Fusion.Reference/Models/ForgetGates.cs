using Fusion.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>How the forget gates of an LSTM start.</summary>
internal static class ForgetGates
{
    /// <summary>Adds to their bias: above 0, a state outlives many steps before anything is learned.</summary>
    /// <param name="lstm">An LSTM of one layer.</param>
    /// <param name="hidden">Its units h in each direction.</param>
    /// <param name="bias">What is added.</param>
    public static void AddBias(LSTM lstm, long hidden, double bias)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var value = bias.ToScalar();
        // Input, forget, cell and output gate lie one after the other.
        foreach (var (_, gates) in lstm.named_parameters().Where(item => item.name.StartsWith("bias_ih", StringComparison.Ordinal)))
            gates.narrow(0, hidden, hidden).add_(value, Scalars.One);
    }
}
