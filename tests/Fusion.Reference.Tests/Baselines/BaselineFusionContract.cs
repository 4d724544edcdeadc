using Fusion.Layers;
using Fusion.Layers.Tests.Golden;
using Fusion.Layers.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Baselines;

/// <summary>The contract of every fusion module, for those of other authors: they have no loss of their own, and the values and gradients of their equation.</summary>
public abstract class BaselineFusionContract : FusionModuleContract
{
    protected override bool HasLoss => false;

    [Fact]
    public void Gradients_are_those_of_finite_differences()
    {
        using var scope = NewDisposeScope();
        var drawn = Simple with { Dtype = ScalarType.Float64, Present = [[true, true, true], [false, true, true], [true, false, true], [true, true, false]] };
        using var module = Build(drawn, training: true);
        var values = Leaves(drawn);
        var inputs = values.Select((value, position) => (drawn.Modalities[position].Name, value!));

        GradientCheck.Matches(() => Total(module.call(drawn.Input(values))), inputs);
        GradientCheck.Matches(() => Total(module.call(drawn.Input(values))), module);
    }

    /// <summary>A golden case in both dtypes, also with NaN in unused slots.</summary>
    private protected static void CheckGolden<TOptions>(
        GoldenFixture<GoldenCall<TOptions>> fixture, string name, Func<GoldenCall<TOptions>, ScalarType, FusionModule> create)
    {
        var golden = fixture[name];
        foreach (var (dtype, poison) in new[] { (ScalarType.Float64, false), (ScalarType.Float64, true), (ScalarType.Float32, false) })
        {
            using var module = create(golden, dtype);
            FusionGolden.Check(module, golden, fixture.States[golden.State], dtype, poison);
        }
    }

    /// <summary>The module holds parameters of these names and as many values as its formula says, and each of them moves.</summary>
    private protected static void RequireParameters(FusionModule module, IEnumerable<string> names, long count)
    {
        Assert.Equal(names.Order(StringComparer.Ordinal), module.named_parameters().Select(item => item.name).Order(StringComparer.Ordinal));
        Assert.Equal(count, module.parameters().Sum(parameter => parameter.numel()));
        BaselineSteps.RequireEveryParameterToMove(module, () => module.call(module.Modalities.Select(modality => (Tensor?)randn(1, modality.Features)).ToArray()).Fused);
    }

    /// <summary>Modalities m0, m1, ... of the given widths.</summary>
    private protected static Modality[] Named(IEnumerable<long> widths) => [.. widths.Select((width, position) => new Modality($"m{position}", width))];
}
