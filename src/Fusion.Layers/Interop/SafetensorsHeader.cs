using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace Fusion.Layers.Interop;

/// <summary>The checked header of a safetensors file: u64 little-endian length, then JSON {name: {dtype, shape, data_offsets}}.</summary>
/// <remarks>Nothing here needs torch, so that the reference program compiles it too.</remarks>
internal sealed class SafetensorsHeader
{
    /// <summary>Name of the free-form part, which is no tensor.</summary>
    public const string MetadataKey = "__metadata__";

    // The limit of the reference implementation; a larger length is a broken or hostile file.
    private const ulong MaximumLength = 100_000_000;
    private const int LengthBytes = sizeof(ulong);
    private const int ShownLength = 200;

    private readonly Func<string, Exception> _refusal;

    private SafetensorsHeader(Stream stream, Func<string, Exception> refusal)
    {
        _refusal = refusal;
        var json = ReadJson(stream);
        DataStart = LengthBytes + json.Length;
        Entries = Parse(json);
        RequireTiling(stream.Length - DataStart);
    }

    /// <summary>The tensors in the order of the header.</summary>
    public IReadOnlyList<Entry> Entries { get; }

    /// <summary>Position in the file where the data begins.</summary>
    public long DataStart { get; }

    /// <summary>Reads and checks a header: known dtypes, sane shapes, ranges that match them, cover the data and do not overlap.</summary>
    /// <param name="stream">The whole file, at its start.</param>
    /// <param name="refusal">Makes the error for a file that is none of the format, of what was expected and found.</param>
    public static SafetensorsHeader Read(Stream stream, Func<string, Exception> refusal) => new(stream, refusal);

    private byte[] ReadJson(Stream stream)
    {
        var prefix = new byte[LengthBytes];
        var found = stream.ReadAtLeast(prefix, LengthBytes, throwOnEndOfStream: false);
        Require(found == LengthBytes, "8 bytes of header length", $"{found}");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        RequirePlausible(length, stream.Length - LengthBytes, prefix);
        var json = new byte[length];
        stream.ReadExactly(json);
        // The parser would leave this for whoever reads a text, or nobody.
        Require(Utf8.IsValid(json), "a JSON header", "text that is not JSON (it is not UTF-8)");
        return json;
    }

    /// <summary>A length that cannot be is how a file of another format shows.</summary>
    private void RequirePlausible(ulong length, long available, byte[] prefix)
    {
        if (length <= MaximumLength && (long)length <= available)
            return;
        if (prefix.AsSpan().StartsWith("PK\u0003\u0004"u8))
            throw Refusal("a safetensors file", "a zip archive, as PyTorch's .pt files are: https://github.com/fusion-layers/fusion-layers/blob/main/docs/interop.md says how to convert one");
        throw Refusal($"a header of at most {Math.Min((long)MaximumLength, available)} bytes", $"{length}; this is not a safetensors file (Module.load reads what Module.save wrote)");
    }

    private List<Entry> Parse(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            Require(document.RootElement.ValueKind == JsonValueKind.Object, "a JSON object as header", $"{document.RootElement.ValueKind}");
            var entries = new List<Entry>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                Require(names.Add(property.Name), "each tensor once", $"'{property.Name}' twice");
                if (property.Name != MetadataKey)
                    entries.Add(ParseEntry(property));
            }

            return entries;
        }
        // Names and dtypes that are no Unicode text show only when read.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Refusal("a JSON header", $"text that is not JSON ({exception.Message})");
        }
    }

    private Entry ParseEntry(JsonProperty property)
    {
        var name = property.Name;
        Require(property.Value.ValueKind == JsonValueKind.Object, $"an object for tensor '{name}'", $"{property.Value.ValueKind}");
        var typeName = property.Value.TryGetProperty("dtype", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
        if (typeName is null || SizeOf(typeName) is not { } size)
            throw Refusal($"a known dtype for tensor '{name}'", typeName ?? "none");

        var shape = Numbers(property.Value, "shape", name);
        var offsets = Numbers(property.Value, "data_offsets", name);
        Require(offsets.Length == 2 && offsets[0] <= offsets[1], $"two ascending data_offsets for tensor '{name}'", $"[{string.Join(", ", offsets)}]");
        var bytes = ByteCount(shape, size);
        Require(bytes is not null, $"a shape that a tensor can have for '{name}'", $"({string.Join(", ", shape)})");
        Require(bytes == offsets[1] - offsets[0], $"{bytes} bytes for tensor '{name}' of shape ({string.Join(", ", shape)}) and dtype {typeName}", $"{offsets[1] - offsets[0]}");
        return new Entry(name, typeName, shape, offsets[0], offsets[1]);
    }

    private long[] Numbers(JsonElement element, string property, string name)
    {
        Require(element.TryGetProperty(property, out var array) && array.ValueKind == JsonValueKind.Array, $"an array '{property}' for tensor '{name}'", "none");
        var numbers = new List<long>();
        foreach (var item in array.EnumerateArray())
        {
            var number = -1L;
            var valid = item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out number) && number >= 0;
            Require(valid, $"whole numbers of at least 0 in '{property}' of tensor '{name}'", item.GetRawText());
            numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <summary>Bytes of a tensor; null where 64 bits cannot hold its strides, which an empty tensor has too.</summary>
    private static long? ByteCount(long[] shape, int elementBytes)
    {
        UInt128 extent = (ulong)elementBytes;
        foreach (var size in shape)
        {
            extent *= (ulong)Math.Max(1, size);
            if (extent > long.MaxValue)
                return null;
        }

        return shape.Contains(0) ? 0 : (long)extent;
    }

    private void RequireTiling(long dataLength)
    {
        var position = 0L;
        foreach (var entry in Entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            Require(entry.Begin == position, $"data of tensor '{entry.Name}' at offset {position}, without gap or overlap", $"{entry.Begin}");
            position = entry.End;
        }

        Require(position == dataLength, $"{position} bytes of data", $"{dataLength}");
    }

    private static int? SizeOf(string dtype) => dtype switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "I8" or "U8" or "BOOL" => 1,
        _ => null,
    };

    private void Require(bool condition, string expected, string found)
    {
        if (!condition)
            throw Refusal(expected, found);
    }

    private Exception Refusal(string expected, string found) => _refusal($"expected {expected}, found {(found.Length > ShownLength ? found[..ShownLength] + "..." : found)}");

    /// <summary>One tensor's place in the file, its element type by the format's name.</summary>
    internal sealed record Entry(string Name, string Dtype, long[] Shape, long Begin, long End);
}
