using System.Numerics;
using System.Text.Json.Nodes;

namespace Fusion.Reference.Data.Formats;

/// <summary>An array as a file holds it: values in row-major order in their own type.</summary>
/// <param name="File">Where it was read, for messages.</param>
/// <param name="Dtype">Element type in the file's own notation, such as <c>&lt;f4</c> or <c>F32</c>.</param>
/// <param name="Shape">Dimensions; none for a scalar.</param>
/// <param name="Values">A flat array of a primitive number type, <see cref="Half"/>, <see cref="bool"/> or <see cref="string"/>.</param>
internal sealed record ArrayContent(string File, string Dtype, long[] Shape, Array Values)
{
    public float[] ToSingle() => Convert<float>("numbers");

    public double[] ToDouble() => Convert<double>("numbers");

    /// <summary>Reads whole numbers; an array of floating-point numbers is refused, not rounded.</summary>
    public long[] ToInt64() => Values is float[] or double[] or Half[] ? throw WrongType("whole numbers") : Convert<long>("whole numbers");

    /// <summary>Checks the dimensions; -1 stands for any size.</summary>
    /// <returns>This array.</returns>
    public ArrayContent Expect(params ReadOnlySpan<long> shape)
    {
        var matches = shape.Length == Shape.Length;
        for (var axis = 0; matches && axis < shape.Length; axis++)
            matches = shape[axis] == -1 || shape[axis] == Shape[axis];
        return matches ? this : throw new DataFormatException(File, null, $"expected shape {Describe(shape)}, found {Describe(Shape)}");
    }

    /// <summary>The first values as JSON: floats widened exactly, not-a-number and infinities as text, which JSON has no number for.</summary>
    public JsonArray Preview(int count)
    {
        var preview = new JsonArray();
        for (var index = 0; index < Math.Min(count, Values.Length); index++)
            preview.Add(Node(Values.GetValue(index)!));
        return preview;
    }

    internal static string Describe(ReadOnlySpan<long> shape)
    {
        var sizes = new List<string>();
        foreach (var size in shape)
            sizes.Add(size == -1 ? "any" : size.ToString());
        return $"({string.Join(", ", sizes)})";
    }

    private static JsonNode Node(object value) => value switch
    {
        string text => text,
        bool truth => truth,
        float number => Node((double)number),
        Half number => Node((double)number),
        double number => double.IsFinite(number) ? number : number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ulong number => number,
        _ => System.Convert.ToInt64(value),
    };

    // By exact element type: a type pattern takes an sbyte[] for a byte[], as the runtime does.
    private T[] Convert<T>(string expected) where T : INumberBase<T> => Values.GetType().GetElementType() switch
    {
        var type when type == typeof(T) => (T[])Values,
        var type when type == typeof(float) => All<float, T>(),
        var type when type == typeof(double) => All<double, T>(),
        var type when type == typeof(Half) => All<Half, T>(),
        var type when type == typeof(byte) => All<byte, T>(),
        var type when type == typeof(sbyte) => All<sbyte, T>(),
        var type when type == typeof(short) => All<short, T>(),
        var type when type == typeof(ushort) => All<ushort, T>(),
        var type when type == typeof(int) => All<int, T>(),
        var type when type == typeof(uint) => All<uint, T>(),
        var type when type == typeof(long) => All<long, T>(),
        var type when type == typeof(ulong) => All<ulong, T>(),
        var type when type == typeof(bool) => Array.ConvertAll((bool[])Values, value => value ? T.One : T.Zero),
        _ => throw WrongType(expected),
    };

    // Saturating: the one conversion it changes is a uint64 beyond int64, which no data set here holds.
    private TTo[] All<TFrom, TTo>() where TFrom : INumberBase<TFrom> where TTo : INumberBase<TTo> =>
        Array.ConvertAll((TFrom[])Values, TTo.CreateSaturating);

    private DataFormatException WrongType(string expected) => new(File, null, $"expected {expected}, found dtype {Dtype}");
}
