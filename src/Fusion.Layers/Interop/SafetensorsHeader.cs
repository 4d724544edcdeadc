using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace Fusion.Layers.Interop;

/// <summary>The checked header of a safetensors file: u64 little-endian length, then JSON {name: {dtype, shape, data_offsets}}.</summary>
internal sealed class SafetensorsHeader
{
    // The limit of the reference implementation; a larger length is a broken or hostile file.
    private const ulong MaximumLength = 100_000_000;
    /// <summary>Name of the free-form part, which is no tensor.</summary>
    public const string MetadataKey = "__metadata__";

    private const int LengthBytes = sizeof(ulong);

    private SafetensorsHeader(IReadOnlyList<Entry> entries, long dataStart)
    {
        Entries = entries;
        DataStart = dataStart;
    }

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<Entry> Entries { get; }

    /// <summary>Position in the file where the data begins.</summary>
    public long DataStart { get; }

    /// <summary>Reads and checks a header: known dtypes, sane shapes, ranges that match them, cover the data and do not overlap.</summary>
    /// <exception cref="InvalidDataException">The file is not a safetensors file; the message names what was expected and found.</exception>
    public static SafetensorsHeader Read(Stream stream, string path)
    {
        var prefix = new byte[LengthBytes];
        var found = stream.ReadAtLeast(prefix, LengthBytes, throwOnEndOfStream: false);
        Require(found == LengthBytes, path, "8 bytes of header length", $"{found}");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        var available = stream.Length - LengthBytes;
        Require(length <= MaximumLength && (long)length <= available, path, $"a header of at most {Math.Min((long)MaximumLength, available)} bytes", $"{length}");

        var json = new byte[length];
        stream.ReadExactly(json);
        var dataStart = LengthBytes + (long)length;
        var entries = Parse(json, path);
        RequireTiling(entries, stream.Length - dataStart, path);
        return new SafetensorsHeader(entries, dataStart);
    }

    /// <summary>The header of the given tensors, padded so that data starts at a multiple of 8.</summary>
    public static byte[] Write(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataKey);
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

    private static List<Entry> Parse(byte[] json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            Require(document.RootElement.ValueKind == JsonValueKind.Object, path, "a JSON object as header", $"{document.RootElement.ValueKind}");
            var entries = new List<Entry>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                Require(names.Add(property.Name), path, "each tensor once", $"'{property.Name}' twice");
                if (property.Name != MetadataKey)
                    entries.Add(ParseEntry(property, path));
            }

            entries.Sort((first, second) => (first.Begin, first.End).CompareTo((second.Begin, second.End)));
            return entries;
        }
        // Names and dtypes that are no Unicode text show only when read.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: expected a JSON header, found text that is not JSON ({exception.Message})", exception);
        }
    }

    private static Entry ParseEntry(JsonProperty property, string path)
    {
        var name = property.Name;
        Require(property.Value.ValueKind == JsonValueKind.Object, path, $"an object for tensor '{name}'", $"{property.Value.ValueKind}");
        var typeName = property.Value.TryGetProperty("dtype", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
        if (!SafetensorsFormat.TryParse(typeName, out var dtype))
            throw new InvalidDataException($"{path}: expected a known dtype for tensor '{name}', found {typeName ?? "none"}.");

        var shape = Numbers(property.Value, "shape", name, path);
        var offsets = Numbers(property.Value, "data_offsets", name, path);
        Require(offsets.Length == 2 && offsets[0] <= offsets[1], path, $"two ascending data_offsets for tensor '{name}'", $"[{string.Join(", ", offsets)}]");
        var bytes = ByteCount(shape, dtype);
        Require(bytes is not null, path, $"a shape that a tensor can have for '{name}'", $"({string.Join(", ", shape)})");
        Require(bytes == offsets[1] - offsets[0], path, $"{bytes} bytes for tensor '{name}' of shape ({string.Join(", ", shape)}) and dtype {typeName}", $"{offsets[1] - offsets[0]}");
        return new Entry(name, dtype, shape, offsets[0], offsets[1]);
    }

    private static long[] Numbers(JsonElement element, string property, string name, string path)
    {
        Require(element.TryGetProperty(property, out var array) && array.ValueKind == JsonValueKind.Array, path, $"an array '{property}' for tensor '{name}'", "none");
        var numbers = new List<long>();
        foreach (var item in array.EnumerateArray())
        {
            var number = -1L;
            var valid = item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out number) && number >= 0;
            Require(valid, path, $"whole numbers of at least 0 in '{property}' of tensor '{name}'", item.GetRawText());
            numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <summary>Bytes of a tensor; null where 64 bits cannot hold its strides, which an empty tensor has too.</summary>
    private static long? ByteCount(long[] shape, ScalarType dtype)
    {
        UInt128 extent = (ulong)SafetensorsFormat.SizeOf(dtype);
        foreach (var size in shape)
        {
            extent *= (ulong)Math.Max(1, size);
            if (extent > long.MaxValue)
                return null;
        }

        return shape.Contains(0) ? 0 : (long)extent;
    }

    private static void RequireTiling(List<Entry> entries, long dataLength, string path)
    {
        var position = 0L;
        foreach (var entry in entries)
        {
            Require(entry.Begin == position, path, $"data of tensor '{entry.Name}' at offset {position}, without gap or overlap", $"{entry.Begin}");
            position = entry.End;
        }

        Require(position == dataLength, path, $"{position} bytes of data", $"{dataLength}");
    }

    private static void Require(bool condition, string path, string expected, string found)
    {
        if (!condition)
            throw new InvalidDataException($"{path}: expected {expected}, found {found}.");
    }

    /// <summary>One tensor's place in the file.</summary>
    internal sealed record Entry(string Name, ScalarType Dtype, long[] Shape, long Begin, long End);
}
