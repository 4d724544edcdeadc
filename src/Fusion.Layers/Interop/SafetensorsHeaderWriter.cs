using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace Fusion.Layers.Interop;

/// <summary>Makes what <see cref="SafetensorsHeader"/> reads.</summary>
internal static class SafetensorsHeaderWriter
{
    private const int LengthBytes = sizeof(ulong);

    /// <summary>The header of the given tensors, padded so that data starts at a multiple of 8.</summary>
    public static byte[] Bytes(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsHeader.MetadataKey);
            // What PyTorch's loaders look for.
            json.WriteString("format", "pt");
            json.WriteEndObject();
            var offset = 0L;
            foreach (var (name, tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", SafetensorsFormat.NameOf(tensor.dtype));
                WriteNumbers(json, "shape", tensor.shape);
                var end = offset + (tensor.numel() * tensor.ElementSize);
                WriteNumbers(json, "data_offsets", [offset, end]);
                json.WriteEndObject();
                offset = end;
            }

            json.WriteEndObject();
        }

        while (buffer.Length % LengthBytes != 0)
            buffer.WriteByte((byte)' ');
        var header = new byte[LengthBytes + buffer.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)buffer.Length);
        buffer.ToArray().CopyTo(header, LengthBytes);
        return header;
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, long[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
