using System.Runtime.InteropServices;
using Fusion.Layers.Interop;

namespace Fusion.Reference.Data.Formats;

/// <summary>Reads tensors of .safetensors files into plain arrays, without torch; <see cref="SafetensorsHeader"/> checks the file.</summary>
internal sealed class SafetensorsFile
{
    private readonly string _path;
    private readonly long _start;
    private readonly OrderedDictionary<string, SafetensorsHeader.Entry> _entries = new(StringComparer.Ordinal);

    private SafetensorsFile(string path, SafetensorsHeader header)
    {
        _path = path;
        _start = header.DataStart;
        foreach (var entry in header.Entries)
            _entries.Add(entry.Name, entry);
    }

    /// <summary>Names of the tensors, in header order.</summary>
    public IReadOnlyList<string> Keys => [.. _entries.Keys];

    /// <summary>Reads and checks the header.</summary>
    public static SafetensorsFile Open(string path)
    {
        using var stream = DataFile.Open(path);
        return new(path, SafetensorsHeader.Read(stream, message => new DataFormatException(path, null, message)));
    }

    /// <summary>Reads one tensor.</summary>
    public ArrayContent Read(string key)
    {
        if (!_entries.TryGetValue(key, out var entry))
            throw new DataFormatException(_path, null, $"expected one of the tensors {string.Join(", ", Keys)}, was asked for '{key}'");
        var length = entry.End - entry.Begin;
        if (length > Array.MaxLength)
            throw new DataFormatException(_path, null, $"expected '{key}' to have at most {Array.MaxLength} bytes, found {length}");
        using var stream = DataFile.Open(_path);
        stream.Position = _start + entry.Begin;
        var data = new byte[length];
        stream.ReadExactly(data);
        return new ArrayContent($"{_path}[{key}]", entry.Dtype, entry.Shape, Values(entry.Dtype, data));
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
}
