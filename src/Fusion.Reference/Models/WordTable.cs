using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>Word vectors that the data brings.</summary>
internal static class WordTable
{
    /// <summary>Overwrites the vectors of an embedding with a table of the same shape.</summary>
    public static void Fill(Embedding embedding, Tensor table, bool frozen)
    {
        using var noGrad = no_grad();
        using var _ = embedding.weight!.copy_(table);
        embedding.weight.requires_grad = !frozen;
    }
}
