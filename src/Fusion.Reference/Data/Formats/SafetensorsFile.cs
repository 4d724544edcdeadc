using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Fusion.Reference.Data.Formats;

/// <summary>
/// Reads .safetensors files into plain arrays: an eight-byte little-endian header length, a JSON header, then the data.
/// Held to the format's own rules: the tensors' byte ranges cover the data exactly, without overlaps and holes.
/// </summary>
internal sealed class SafetensorsFile
{
    // The reference implementation's limit.
    private const int MostHeaderBytes = 100_000_000;
    private readonly string _path;
    private readonly long _start;
    private readonly OrderedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private SafetensorsFile(string path, long start)
    {
        _path = path;
        _start = start;
    }

    /// <summary>Names of the tensors, in header order.</summary>
    public IReadOnlyList<string> Keys => [.. _entries.Keys];

    /// <summary>Reads and checks the header.</summary>
    public static SafetensorsFile Open(string path)
    {
        using var stream = DataFile.Open(path);
        Span<byte> prefix = stackalloc byte[8];
        var found = stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false);
        if (found < 8)
            throw new DataFormatException(path, null, $"expected 8 bytes of header length, found {found}");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MostHeaderBytes || (long)length > stream.Length - 8)
            throw new DataFormatException(path, null, $"expected a header length of at most {Math.Min(MostHeaderBytes, stream.Length - 8)}, found {length}");
        var header = new byte[length];
        stream.ReadExactly(header);

        var file = new SafetensorsFile(path, stream.Position);
        file.Parse(header);
        file.CheckRanges(stream.Length - file._start);
        return file;
    }

    /// <summary>Reads one tensor.</summary>
    public ArrayContent Read(string key)
    {
        if (!_entries.TryGetValue(key, out var entry))
            throw new DataFormatException(_path, null, $"expected one of the tensors {string.Join(", ", Keys)}, was asked for '{key}'");
        using var stream = DataFile.Open(_path);
        stream.Position = _start + entry.Begin;
        var data = new byte[entry.End - entry.Begin];
        stream.ReadExactly(data);
        return new ArrayContent($"{_path}[{key}]", entry.Dtype, entry.Shape, Values(entry.Dtype, data));
    }

    private void Parse(byte[] header)
    {
        try
        {
            var strict = new JsonDocumentOptions { AllowDuplicateProperties = false };
            // Decoding first turns ill-formed UTF-8 into an error here; the parser would leave it for later.
            using var document = JsonDocument.Parse(new UTF8Encoding(false, true).GetString(header), strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new DataFormatException(_path, null, $"expected the header to be a JSON object, found {document.RootElement.ValueKind}");
            foreach (var property in document.RootElement.EnumerateObject().Where(property => property.Name != "__metadata__"))
                _entries.Add(property.Name, Entry.Parse(_path, property));
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            throw new DataFormatException(_path, null, $"expected a JSON header, found: {error.Message}");
        }
    }

    private void CheckRanges(long available)
    {
        var position = 0L;
        foreach (var (name, entry) in _entries.OrderBy(pair => pair.Value.Begin).ThenBy(pair => pair.Value.End))
        {
            if (entry.Begin != position)
                throw new DataFormatException(_path, null, $"expected '{name}' to begin at byte {position}, found {entry.Begin}");
            position = entry.End;
        }

        if (position != available)
            throw new DataFormatException(_path, null, $"expected {position} bytes of data, found {available}");
    }

    // Every platform .NET supports is little-endian, as the format is.
    private static Array Values(string dtype, byte[] data) => dtype switch
    {
        "BOOL" => Array.ConvertAll(data, value => value != 0),
        "U8" => data,
        "I8" => Cast<sbyte>(data),
        "U16" => Cast<ushort>(data),
        "I16" => Cast<short>(data),
        "U32" => Cast<uint>(data),
        "I32" => Cast<int>(data),
        "U64" => Cast<ulong>(data),
        "I64" => Cast<long>(data),
        "F16" => Cast<Half>(data),
        "BF16" => Array.ConvertAll(Cast<ushort>(data), value => BitConverter.UInt32BitsToSingle((uint)value << 16)),
        "F32" => Cast<float>(data),
        "F64" => Cast<double>(data),
        _ => throw new System.Diagnostics.UnreachableException($"dtype {dtype} has a size but no reader"),
    };

    private static T[] Cast<T>(byte[] data) where T : unmanaged => MemoryMarshal.Cast<byte, T>(data).ToArray();

    private sealed record Entry(string Dtype, long[] Shape, long Begin, long End)
    {
        public static Entry Parse(string path, JsonProperty property)
        {
            if (property.Value.ValueKind != JsonValueKind.Object)
                throw Error("an object as value");
            var dtype = Member("dtype") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw Error("text as dtype");
            var shape = Numbers("shape");
            var offsets = Numbers("data_offsets");
            if (offsets.Length != 2 || offsets[0] > offsets[1])
                throw Error("[begin, end] as data_offsets");
            var expected = ByteCount(Size(dtype), shape);
            if (offsets[1] - offsets[0] != expected)
                throw Error($"{expected} bytes for {dtype} {ArrayContent.Describe(shape)}");
            return new Entry(dtype, shape, offsets[0], offsets[1]);

            JsonElement Member(string name) => property.Value.TryGetProperty(name, out var member) ? member : throw Error($"a member {name}");

            long[] Numbers(string name)
            {
                if (Member(name) is not { ValueKind: JsonValueKind.Array } array)
                    throw Error($"a list as {name}");
                return [.. array.EnumerateArray().Select(item =>
                    item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number) && number >= 0 ? number : throw Error($"whole numbers from 0 in {name}"))];
            }

            int Size(string name) => name switch
            {
                "BOOL" or "U8" or "I8" => 1,
                "U16" or "I16" or "F16" or "BF16" => 2,
                "U32" or "I32" or "F32" => 4,
                "U64" or "I64" or "F64" => 8,
                _ => throw Error("one of the dtypes BOOL, U8-U64, I8-I64, F16, BF16, F32, F64"),
            };

            long ByteCount(int size, long[] sizes)
            {
                try
                {
                    var count = sizes.Aggregate((long)size, (product, next) => checked(product * next));
                    return count <= Array.MaxLength ? count : throw Error($"at most {Array.MaxLength} bytes");
                }
                catch (OverflowException)
                {
                    throw Error($"at most {Array.MaxLength} bytes");
                }
            }

            DataFormatException Error(string expectation)
            {
                var found = property.Value.GetRawText();
                return new DataFormatException(path, null, $"expected '{property.Name}' to have {expectation}, found {(found.Length > 200 ? found[..200] + "..." : found)}");
            }
        }
    }
}
