using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Golden;

public sealed class PCGradGoldenTests
{
    private const int Seeds = 24;

    private static readonly GoldenFixture<PCGradCase> Fixture = GoldenFixture<PCGradCase>.Read(GoldenFiles.Of("PCGrad"));

    public static TheoryData<string> Cases => [.. Fixture.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void MatchesPyTorchInFloat64(string name) => Check(Fixture[name], ScalarType.Float64);

    [Theory]
    [MemberData(nameof(Cases))]
    public void MatchesPyTorchInFloat32(string name) => Check(Fixture[name], ScalarType.Float32);

    // The order is the generator's to draw: each draw must give the result of some order, and not always the same one.
    private static void Check(PCGradCase golden, ScalarType dtype)
    {
        var seen = new HashSet<int>();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var found = Backward(golden, dtype, (ulong)seed);
            var match = golden.Results.TakeWhile(result => !Agrees(result, found, dtype)).Count();
            Assert.True(match < golden.Results.Count, $"seed {seed}: [{string.Join(", ", found)}] is the result of no order");
            seen.Add(match);
        }

        Assert.Equal(golden.Results.Count > 1, seen.Count > 1);
    }

    private static double[] Backward(PCGradCase golden, ScalarType dtype, ulong seed)
    {
        using var scope = NewDisposeScope();
        var shared = golden.Split.Select(size => new Parameter(zeros(size, dtype: dtype))).ToArray();
        var head = new Parameter(zeros(golden.Outside?[0].Count ?? 1, dtype: dtype));
        var losses = golden.Gradients.Select((row, task) => Loss(row, golden.Outside?[task], shared, head, dtype)).ToArray();

        PCGrad.backward(losses, shared, new Generator(seed, CPU));

        var gradients = shared.Concat(golden.Outside is null ? [] : [head]).Select(parameter => parameter.grad!);
        return [.. cat([.. gradients], 0).to_type(ScalarType.Float64).data<double>()];
    }

    /// <summary>A linear loss, so that its gradients are the given rows.</summary>
    private static Tensor Loss(IReadOnlyList<double?> row, IReadOnlyList<double>? outside, Parameter[] shared, Parameter head, ScalarType dtype)
    {
        var loss = outside is null ? zeros([], dtype: dtype) : (head * tensor(outside.ToArray(), dtype: dtype)).sum();
        var start = 0;
        foreach (var parameter in shared)
        {
            double?[] part = [.. row.Skip(start).Take((int)parameter.numel())];
            start += part.Length;
            if (!part.Contains(null))
                loss += (parameter * tensor(part.Select(value => value!.Value).ToArray(), dtype: dtype)).sum();
        }

        return loss;
    }

    private static bool Agrees(Result result, double[] found, ScalarType dtype) =>
        result.Shared.Concat(result.Outside ?? []).Zip(found).All(pair =>
            Math.Abs(pair.First - pair.Second) <= GoldenAssert.Tolerance(dtype) * Math.Max(1, Math.Abs(pair.First)));

    private sealed record PCGradCase : IGoldenCase
    {
        public required string Name { get; init; }

        public required int[] Split { get; init; }

        public required IReadOnlyList<IReadOnlyList<double?>> Gradients { get; init; }

        public IReadOnlyList<IReadOnlyList<double>>? Outside { get; init; }

        public required IReadOnlyList<Result> Results { get; init; }
    }

    private sealed record Result(IReadOnlyList<IReadOnlyList<int>> Orders, IReadOnlyList<double> Shared, IReadOnlyList<double>? Outside = null);
}
