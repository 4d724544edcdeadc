using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fusion.Benchmarks.Compare;

/// <summary>A result as one line of JSON.</summary>
internal static class ResultLine
{
    // It goes to a terminal or a pipe: the + in a name stays readable.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonObject line) => line.ToJsonString(Readable);

    /// <summary>Four digits: more would be noise.</summary>
    public static double? Rounded(double? value)
    {
        if (value is not { } number || number == 0)
            return value;
        var digits = 3 - (int)Math.Floor(Math.Log10(Math.Abs(number)));
        return digits >= 0 ? Math.Round(number, Math.Min(digits, 15)) : Math.Round(number);
    }
}
