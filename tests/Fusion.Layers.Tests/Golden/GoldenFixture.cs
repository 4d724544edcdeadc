using System.Text.Json;
using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Golden;

/// <summary>A file of golden values written by benchmarks/pytorch/make_goldens.py; the README there describes its fields.</summary>
internal sealed record GoldenFixture<TCase>
    where TCase : IGoldenCase
{
    public required string Family { get; init; }

    public IReadOnlyList<IReadOnlyDictionary<string, GoldenTensor>> States { get; init; } = [];

    public required IReadOnlyList<TCase> Cases { get; init; }

    public IEnumerable<string> Names => Cases.Select(one => one.Name);

    public TCase this[string name] => Cases.Single(one => one.Name == name);

    /// <summary>Reads a file.</summary>
    public static GoldenFixture<TCase> Read(string file)
    {
        using var stream = File.OpenRead(file);
        return JsonSerializer.Deserialize<GoldenFixture<TCase>>(stream, GoldenJson.Options)!;
    }
}

internal interface IGoldenCase
{
    string Name { get; }
}

internal static class GoldenJson
{
    // An option that C# does not know must fail, or its case would silently test the default.
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };
}

internal sealed record GoldenTensor
{
    public required long[] Shape { get; init; }

    public required JsonElement[] Data { get; init; }

    public Tensor To(ScalarType dtype) =>
        tensor(Data.Select(Number).ToArray(), dtype: ScalarType.Float64).reshape(Shape).to_type(dtype);

    private static double Number(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            _ => element.GetDouble(),
        };
}

/// <summary>One call of a fusion module and the backward pass of J = loss + sum(fused * cotangent).</summary>
internal sealed record GoldenCall<TOptions> : IGoldenCase
{
    public required string Name { get; init; }

    public required TOptions Options { get; init; }

    public required JsonElement[][] Modalities { get; init; }

    public required long OutputFeatures { get; init; }

    public required bool Training { get; init; }

    public required int State { get; init; }

    public required IReadOnlyList<GoldenTensor> Inputs { get; init; }

    public GoldenTensor? Mask { get; init; }

    public GoldenTensor? Present { get; init; }

    public required GoldenTensor Cotangent { get; init; }

    public required GoldenTensor Fused { get; init; }

    public required double? Loss { get; init; }

    public required IReadOnlyDictionary<string, double> Terms { get; init; }

    public required IReadOnlyDictionary<string, GoldenTensor> ParameterGradients { get; init; }

    public required IReadOnlyList<GoldenTensor> InputGradients { get; init; }

    public required IReadOnlyDictionary<string, GoldenTensor> StateAfter { get; init; }

    public SeparatePasses? SeparatePasses { get; init; }

    public IReadOnlyList<Modality> ModalityList => [.. Modalities.Select(pair => new Modality(pair[0].GetString()!, pair[1].GetInt64()))];
}

/// <summary>Gradients from one backward pass for each player.</summary>
internal sealed record SeparatePasses
{
    public required IReadOnlyDictionary<string, GoldenTensor> Discriminator { get; init; }

    public required IReadOnlyDictionary<string, GoldenTensor> Fusion { get; init; }
}
