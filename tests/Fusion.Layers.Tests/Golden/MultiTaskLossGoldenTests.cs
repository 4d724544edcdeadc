using Fusion.Layers.Tests.Support;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Golden;

public sealed class MultiTaskLossGoldenTests
{
    private static readonly GoldenFixture<MultiTaskCase> Fixture = GoldenFixture<MultiTaskCase>.Read(GoldenFiles.Of("MultiTaskLoss"));

    public static TheoryData<string> Fixed => Of("Fixed");

    public static TheoryData<string> Uncertainty => Of("Uncertainty");

    public static TheoryData<string> DynamicWeightAverage => Of("DynamicWeightAverage");

    [Theory]
    [MemberData(nameof(Fixed))]
    public void FixedWeightsMatchPyTorch(string name)
    {
        var golden = Fixture[name];
        foreach (var dtype in Dtypes)
        {
            using var module = MultiTaskLoss.Fixed([.. golden.Weights!.Select((weight, task) => ($"t{task}", weight))]);
            CheckCall(module, golden.Losses!, golden.Total!.Value, golden.LossGradients!, dtype);
        }
    }

    [Theory]
    [MemberData(nameof(Uncertainty))]
    public void UncertaintyMatchesPyTorch(string name)
    {
        var golden = Fixture[name];
        foreach (var dtype in Dtypes)
        {
            using var scope = NewDisposeScope();
            using var module = MultiTaskLoss.Uncertainty([.. golden.Losses!.Select((_, task) => $"t{task}")]);
            module.to(dtype);
            FusionGolden.Load(module, new Dictionary<string, GoldenTensor> { ["log_variance"] = golden.LogVariance! });

            CheckCall(module, golden.Losses!, golden.Total!.Value, golden.LossGradients!, dtype);

            GoldenAssert.Close(golden.LogVarianceGradient!, module.get_parameter("log_variance")!.grad!, dtype, "gradient of log_variance");
        }
    }

    [Theory]
    [MemberData(nameof(DynamicWeightAverage))]
    public void DynamicWeightAverageMatchesPyTorch(string name)
    {
        var golden = Fixture[name];
        foreach (var dtype in Dtypes)
        {
            using var module = MultiTaskLoss.DynamicWeightAverage(golden.Temperature!.Value, [.. golden.Epochs![0].Weights.Select((_, task) => $"t{task}")]);
            foreach (var epoch in golden.Epochs)
            {
                for (var task = 0; task < epoch.Weights.Count; task++)
                    TensorAssert.Close(epoch.Weights[task], module.Weights[$"t{task}"], GoldenAssert.Tolerance(dtype), $"weight of task {task}");
                foreach (var step in epoch.Calls)
                    CheckCall(module, step.Losses, step.Total, step.LossGradients, dtype);
                module.step();
            }
        }
    }

    private static ScalarType[] Dtypes => [ScalarType.Float64, ScalarType.Float32];

    private static TheoryData<string> Of(string kind) => [.. Fixture.Cases.Where(golden => golden.Kind == kind).Select(golden => golden.Name)];

    private static void CheckCall(MultiTaskLoss module, IReadOnlyList<double?> losses, double total, IReadOnlyList<double?> gradients, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        var leaves = losses.Select(loss => loss is { } value ? tensor(value, dtype).requires_grad_(true) : null).ToArray();
        var result = module.call(leaves);
        result.backward();

        GoldenAssert.Close(total, result, dtype, "total");
        for (var task = 0; task < leaves.Length; task++)
            if (leaves[task] is { } leaf)
                GoldenAssert.Close(gradients[task]!.Value, leaf.grad!, dtype, $"gradient of loss {task}");
    }

    private sealed record MultiTaskCase : IGoldenCase
    {
        public required string Name { get; init; }

        public required string Kind { get; init; }

        public IReadOnlyList<double>? Weights { get; init; }

        public GoldenTensor? LogVariance { get; init; }

        public double? Temperature { get; init; }

        public IReadOnlyList<double?>? Losses { get; init; }

        public double? Total { get; init; }

        public IReadOnlyList<double?>? LossGradients { get; init; }

        public GoldenTensor? LogVarianceGradient { get; init; }

        public IReadOnlyList<Epoch>? Epochs { get; init; }
    }

    private sealed record Epoch(IReadOnlyList<double> Weights, IReadOnlyList<Step> Calls);

    private sealed record Step(IReadOnlyList<double?> Losses, double Total, IReadOnlyList<double?> LossGradients);
}
