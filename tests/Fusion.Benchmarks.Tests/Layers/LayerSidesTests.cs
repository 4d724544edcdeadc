using System.Runtime.InteropServices;
using Fusion.Benchmarks.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Tests.Layers;

/// <summary>The floor and the hand-written layers have to compute what the package's layers do, or their times say nothing.</summary>
public sealed class LayerSidesTests
{
    private static readonly LayerShape Two = new([6, 4], 3);
    private static readonly LayerShape Three = new([5, 3, 4], 3);

    // The other modality has the width of the fused vector: no complement is learned.
    private static readonly LayerShape Direct = new([4, 4], 4);

    public static TheoryData<string, int, bool> Cases
    {
        get
        {
            var data = new TheoryData<string, int, bool>();
            foreach (var kind in Enum.GetNames<LayerKind>())
                for (var shape = 0; shape < 3; shape++)
                    foreach (var sequences in new[] { false, true })
                        data.Add(kind, shape, sequences);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_and_fused_vectors_are_those_of_the_layer(string kind, int shape, bool sequences)
    {
        foreach (var training in new[] { true, false })
        {
            var sides = Sides(kind, shape, sequences, training);
            var (ours, floor, plain) = (Value(sides.Ours()), Value(sides.Floor()), Value(sides.Plain()));
            Assert.True(ours.FusedSum > 0);
            Assert.Equal(training, ours.Loss != 0);
            Assert.True(floor.IsLike(ours, 1e-6), $"{floor} {ours}");
            Assert.True(plain.IsLike(ours, 1e-6), $"{plain} {ours}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_are_those_of_the_layer(string kind, int shape, bool sequences)
    {
        using var scope = NewDisposeScope();
        var sides = Sides(kind, shape, sequences, training: true);
        using var ours = sides.Ours();
        using var floor = sides.Floor();
        using var plain = sides.Plain();
        foreach (var layer in new[] { ours, floor, plain })
            layer.Backward();
        foreach (var name in ParameterNames(kind, shape))
        {
            var expected = ours.Gradient(name);
            Assert.NotNull(expected);
            Assert.True(allclose(expected, floor.Gradient(name)!, rtol: 1e-5, atol: 1e-7), $"floor, {name}");
            Assert.True(allclose(expected, plain.Gradient(name)!, rtol: 1e-5, atol: 1e-7), $"plain, {name}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Ten_steps_lead_to_the_same_values(string kind, int shape, bool sequences)
    {
        var sides = Sides(kind, shape, sequences, training: true);
        var values = new[] { sides.Ours(), sides.Floor(), sides.Plain() }.Select(layer =>
        {
            for (var step = 0; step < 10; step++)
                layer.Step();
            return Value(layer);
        }).ToArray();
        Assert.True(values[1].IsLike(values[0]), $"floor {values[1]} {values[0]}");
        Assert.True(values[2].IsLike(values[0]), $"plain {values[2]} {values[0]}");
        Assert.False(values[0].IsLike(Value(sides.Ours()), 1e-6), "ten steps moved nothing");
    }

    [Fact]
    public void The_floor_draws_the_noise_of_the_layer()
    {
        var inputs = LayerModules.Inputs(Two, [8]);
        var sides = new LayerSides(LayerKind.GANFusion, Two, inputs, training: true, noiseStd: 0.5);
        var ours = Value(sides.Ours());
        var still = Value(new LayerSides(LayerKind.GANFusion, Two, inputs, training: true, noiseStd: 0).Ours());
        Assert.True(Value(sides.Floor()).IsLike(ours, 1e-6));
        Assert.False(still.IsLike(ours), $"{still} {ours}");
    }

    /// <summary>
    /// A device without values stands in for a GPU, where parameters of the CPU would fail: a side runs to its first operation that is not there, which comes after some
    /// with parameters, or to its end. Plain AutoFusion stops at a ReLU that is not in place; ours has none.
    /// </summary>
    [Theory]
    [InlineData(nameof(LayerKind.AutoFusion), null, "aten::relu:")]
    [InlineData(nameof(LayerKind.GANFusion), "aten::native_batch_norm:", "aten::native_batch_norm:")]
    public void A_side_is_where_its_inputs_lie(string kind, string? absentInOurs, string absentInPlain)
    {
        var inputs = LayerModules.Inputs(Three, [8], META);
        Assert.All(inputs, input => Assert.Equal(DeviceType.META, input.device_type));
        var sides = new LayerSides(Enum.Parse<LayerKind>(kind), Three, inputs, training: false, noiseStd: 0);
        foreach (var (layer, absent) in new[] { (sides.Ours(), absentInOurs), (sides.Plain(), absentInPlain) })
        {
            using (layer)
            {
                if (absent is null)
                    layer.Forward();
                else
                    Assert.StartsWith(absent, Assert.Throws<ExternalException>(layer.Forward).Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(nameof(LayerKind.AutoFusion))]
    [InlineData(nameof(LayerKind.GANFusion))]
    public void No_side_leaves_a_tensor_behind(string kind)
    {
        var sides = Sides(kind, 1, sequences: true, training: true);
        foreach (var layer in new[] { sides.Ours(), sides.Plain() })
        {
            using (layer)
            {
                layer.Step();
                var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
                for (var i = 0; i < 5; i++)
                {
                    layer.Forward();
                    layer.Step();
                    _ = layer.Value();
                }

                Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            }
        }
    }

    private static LayerSides Sides(string kind, int shape, bool sequences, bool training)
    {
        var widths = Shape(shape);
        return new LayerSides(Enum.Parse<LayerKind>(kind), widths, LayerModules.Inputs(widths, sequences ? [4, 3] : [8]), training, noiseStd: 0);
    }

    private static LayerShape Shape(int shape) => new[] { Two, Three, Direct }[shape];

    private static string[] ParameterNames(string kind, int shape)
    {
        using var module = LayerModules.New(Enum.Parse<LayerKind>(kind), Shape(shape), 0, training: true);
        return [.. module.named_parameters().Select(item => item.name)];
    }

    private static LayerValue Value(ILayer layer)
    {
        using (layer)
            return layer.Value();
    }
}
