using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Benchmarks.Compare;

namespace Fusion.Benchmarks.Memory;

/// <summary>What a case held after its warm-up and at its end.</summary>
/// <param name="Case">The case.</param>
/// <param name="WarmUp">Steps before the first reading.</param>
/// <param name="Steps">Steps altogether.</param>
/// <param name="LiveTensors">Tensors of TorchSharp that were alive after the warm-up.</param>
/// <param name="LiveTensorsEnd">The same at the end.</param>
/// <param name="ResidentBytes">Memory of the process after the warm-up.</param>
/// <param name="ResidentBytesEnd">The same at the end.</param>
internal sealed record MemoryResult(string Case, int WarmUp, int Steps, long LiveTensors, long LiveTensorsEnd, long ResidentBytes, long ResidentBytesEnd)
{
    /// <summary>How much the resident memory may grow, as a share.</summary>
    public const double Growth = 0.05;

    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Resident memory at the end divided by that after the warm-up.</summary>
    public double ResidentRatio => (double)ResidentBytesEnd / ResidentBytes;

    /// <summary>Whether not one tensor came or went and the resident memory did not grow by more than <see cref="Growth"/>.</summary>
    public bool Flat => LiveTensors == LiveTensorsEnd && ResidentRatio <= 1 + Growth;

    /// <summary>One line of JSON.</summary>
    public string ToJson()
    {
        var line = (JsonObject)JsonSerializer.SerializeToNode(this, Names)!;
        line["resident_ratio"] = Math.Round(ResidentRatio, 4);
        return ResultLine.Of(line);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static MemoryResult Parse(string line) => JsonSerializer.Deserialize<MemoryResult>(line, Names)!;
}
