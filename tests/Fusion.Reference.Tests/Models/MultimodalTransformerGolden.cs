using System.Text.Json;
using Fusion.Layers;
using Fusion.Layers.Tests.Golden;
using Fusion.Reference.Models;

namespace Fusion.Reference.Tests.Models;

/// <summary>One pass of a multimodal transformer, and the backward pass of sum(output * cotangent).</summary>
internal sealed record MultimodalTransformerGolden : IGoldenCase
{
    public required string Name { get; init; }

    public required GoldenTransformerOptions Options { get; init; }

    public required JsonElement[][] Modalities { get; init; }

    public required long OutputFeatures { get; init; }

    public required long[][] Lengths { get; init; }

    public required int State { get; init; }

    public required IReadOnlyList<GoldenTensor> Inputs { get; init; }

    public required GoldenTensor Cotangent { get; init; }

    public required GoldenTensor Output { get; init; }

    public required IReadOnlyDictionary<string, GoldenTensor> ParameterGradients { get; init; }

    public required IReadOnlyList<GoldenTensor> InputGradients { get; init; }

    public IReadOnlyList<Modality> ModalityList => [.. Modalities.Select(pair => new Modality(pair[0].GetString()!, pair[1].GetInt64()))];
}

/// <summary>The options of a golden case, which names its pooling.</summary>
internal sealed record GoldenTransformerOptions(long Width, long Heads, int CrossmodalLayers, int MemoryLayers, long Kernel, double Dropout, string Pooling)
{
    public MultimodalTransformerOptions Value => new()
    {
        Width = Width, Heads = Heads, CrossmodalLayers = CrossmodalLayers, MemoryLayers = MemoryLayers, Kernel = Kernel, Dropout = Dropout,
        Pooling = Enum.Parse<Fusion.Reference.Models.Crossmodal.SequencePooling>(Pooling),
    };
}
