using System.Numerics;
using FsCheck.Xunit;
using Fusion.Layers;
using Fusion.Layers.Tests.Golden;
using Fusion.Layers.Tests.Support;
using Fusion.Reference.Baselines;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Baselines;

/// <summary>The contract of every fusion module, the equation, and what does not fit.</summary>
public sealed class TensorFusionTests : BaselineFusionContract
{
    private static readonly GoldenFixture<GoldenCall<NoOptions>> Fixture = GoldenFixture<GoldenCall<NoOptions>>.Read(BaselineGoldens.Of("TensorFusion"));

    public static TheoryData<string> Cases => [.. Fixture.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Matches_PyTorch_also_with_NaN_in_unused_slots(string name) =>
        CheckGolden(Fixture, name, (golden, dtype) => new TensorFusion(golden.ModalityList, golden.OutputFeatures, dtype: dtype));

    [Property(MaxTest = 40, Arbitrary = [typeof(FusionCases)])]
    public void Is_a_linear_map_of_every_product_of_one_value_or_1_of_each_modality(FusionCase drawn)
    {
        using var scope = NewDisposeScope();
        drawn = drawn with { Dtype = ScalarType.Float64, Leading = [2], Padding = null, Present = null, Given = [.. drawn.Modalities.Select(_ => true)], Auto = drawn.Auto with { InputNorm = InputNorm.None } };
        using var module = Build(drawn, training: false);
        var values = drawn.Values().Select(value => TensorAssert.Numbers(value!)).ToArray();
        var (weight, bias) = (TensorAssert.Numbers(module.get_parameter("project.weight")!), TensorAssert.Numbers(module.get_parameter("project.bias")!));
        var fused = module.call(drawn.Input()).Fused;

        for (var row = 0; row < 2; row++)
        {
            double[] products = [1];
            foreach (var (modality, position) in drawn.Modalities.Select((modality, position) => (modality, position)))
            {
                double[] extended = [.. values[position].Skip(row * (int)modality.Features).Take((int)modality.Features), 1];
                products = [.. products.SelectMany(product => extended.Select(value => product * value))];
            }

            for (var output = 0; output < drawn.OutputFeatures; output++)
            {
                var expected = bias[output] + products.Select((product, place) => product * weight[(output * products.Length) + place]).Sum();
                TensorAssert.Close(expected, fused[row, output].item<double>(), 1e-12, $"row {row}, output {output}");
            }
        }
    }

    [Theory]
    [InlineData(new[] { 1L, 2, 3 })]
    [InlineData(new[] { 5L, 4 })]
    [InlineData(new[] { 2L, 1, 3, 2 })]
    public void Holds_the_parameters_of_the_formula_and_each_of_them_moves(long[] widths)
    {
        using var scope = NewDisposeScope();
        var modalities = Named(widths);
        using var module = new TensorFusion(modalities, 4);

        RequireParameters(module, ["project.weight", "project.bias"], (long)TensorFusion.Parameters(modalities, 4));
    }

    [Fact]
    public void Three_modalities_of_256_are_refused_with_the_bytes_and_the_limit_before_anything_is_made()
    {
        Modality[] modalities = [("text", 256), ("audio", 256), ("video", 256)];
        const long products = 257L * 257 * 257;
        const long bytes = ((4 * ((products * 256) + 256)) + products) * sizeof(float);
        var before = LiveTensors.Count;

        var refusal = Assert.Throws<UserErrorException>(() => new TensorFusion(modalities, 256, new AutoFusionOptions { AbsentFill = AbsentFill.Learned }, memoryLimit: 64L << 30));

        Assert.Equal(bytes, TensorFusion.Bytes(modalities, 256, ScalarType.Float32));
        Assert.Contains("(text 256 + 1) x (audio 256 + 1) x (video 256 + 1) = 16,974,593 products to 256", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"at most 68,719,476,736 bytes to train it on one row in Float32, found {bytes:N0}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, LiveTensors.Count);
    }

    [Fact]
    public void The_limit_is_exact()
    {
        Modality[] modalities = [("a", 3), ("b", 4)];
        // 4 (20 * 5 + 5) values and a row of 20.
        Assert.Equal(440 * sizeof(double), TensorFusion.Bytes(modalities, 5, ScalarType.Float64));

        using (new TensorFusion(modalities, 5, memoryLimit: 440 * sizeof(double), dtype: ScalarType.Float64))
            Assert.Throws<UserErrorException>(() => new TensorFusion(modalities, 5, memoryLimit: (440 * sizeof(double)) - 1, dtype: ScalarType.Float64));
    }

    [Fact]
    public void A_product_beyond_64_bits_is_refused_too()
    {
        var modalities = Named(Enumerable.Repeat(2048L, 8));

        Assert.Equal(BigInteger.Pow(2049, 8), TensorFusion.Products(modalities));
        Assert.Throws<UserErrorException>(() => new TensorFusion(modalities, 2));
    }

    [Fact]
    public void Modalities_that_make_no_sense_are_the_base_classs_to_refuse()
    {
        Assert.Contains("at least 2 modalities", Assert.Throws<ArgumentException>(() => new TensorFusion([("a", 3)], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("a positive width for modality 'b'", Assert.Throws<ArgumentException>(() => new TensorFusion([("a", 3), ("b", 0)], 2)).Message, StringComparison.Ordinal);
    }

    protected override FusionModule Create(FusionCase drawn) => new TensorFusion(drawn.Modalities, drawn.OutputFeatures, drawn.Auto, dtype: drawn.Dtype);
}
