using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Fusion.Layers.Interop;

/// <summary>Names of element types in the safetensors format.</summary>
internal static class SafetensorsFormat
{
    private static readonly ImmutableDictionary<ScalarType, string> Names = new Dictionary<ScalarType, string>
    {
        [ScalarType.Float64] = "F64",
        [ScalarType.Float32] = "F32",
        [ScalarType.Float16] = "F16",
        [ScalarType.BFloat16] = "BF16",
        [ScalarType.Int64] = "I64",
        [ScalarType.Int32] = "I32",
        [ScalarType.Int16] = "I16",
        [ScalarType.Int8] = "I8",
        [ScalarType.Byte] = "U8",
        [ScalarType.Bool] = "BOOL",
    }.ToImmutableDictionary();

    private static readonly ImmutableDictionary<string, ScalarType> Types = Names.ToImmutableDictionary(pair => pair.Value, pair => pair.Key);

    public static string NameOf(ScalarType dtype) =>
        Names.TryGetValue(dtype, out var name) ? name : throw new NotSupportedException($"safetensors has no element type for {dtype}.");

    /// <summary>The element type of a name; false where torch has none, which is so for unsigned numbers of more than a byte.</summary>
    public static bool TryParse(string name, out ScalarType dtype) => Types.TryGetValue(name, out dtype);
}
