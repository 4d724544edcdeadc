using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>Which rows have which modalities, as a fusion module reads it.</summary>
internal static class Presence
{
    /// <summary>The mask (B, M), bool, of the rows of a batch; the caller's dispose scope owns it.</summary>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="presence">Which row has which modality [N, M].</param>
    /// <param name="device">Where the model is.</param>
    public static Tensor Mask(int[] rows, bool[,] presence, Device device)
    {
        var modalities = Enumerable.Range(0, presence.GetLength(1));
        return tensor([.. rows.SelectMany(row => modalities.Select(modality => presence[row, modality]))], [rows.Length, presence.GetLength(1)]).to(device);
    }
}
