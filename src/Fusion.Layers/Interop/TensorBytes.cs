using static TorchSharp.torch;

namespace Fusion.Layers.Interop;

/// <summary>Moves a tensor's elements to and from a stream in pieces that a span can hold.</summary>
internal static class TensorBytes
{
    private const long ChunkBytes = 1L << 28;

    public static void Write(Stream stream, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var flat = tensor.detach().cpu().contiguous().flatten();
        foreach (var chunk in Chunks(flat))
            stream.Write(chunk.bytes);
    }

    /// <summary>Fills a contiguous CPU tensor.</summary>
    public static void Read(Stream stream, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        foreach (var chunk in Chunks(tensor.flatten()))
            stream.ReadExactly(chunk.bytes);
    }

    private static IEnumerable<Tensor> Chunks(Tensor flat)
    {
        var length = ChunkBytes / flat.ElementSize;
        for (var start = 0L; start < flat.size(0); start += length)
            yield return flat.narrow(0, start, Math.Min(length, flat.size(0) - start));
    }
}
