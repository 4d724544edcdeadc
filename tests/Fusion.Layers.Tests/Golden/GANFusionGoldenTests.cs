using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Golden;

public sealed class GANFusionGoldenTests
{
    private static readonly IReadOnlyList<GoldenFixture<GoldenCall<GANFusionOptions>>> Fixtures = [.. GoldenFiles.In("GANFusion").Select(GoldenFixture<GoldenCall<GANFusionOptions>>.Read)];

    public static TheoryData<string> Cases => [.. Fixtures.SelectMany(fixture => fixture.Names)];

    public static TheoryData<string> CasesWithUnusedSlots =>
        [.. Fixtures.SelectMany(fixture => fixture.Cases).Where(golden => golden.Mask is not null || golden.Present is not null).Select(golden => golden.Name)];

    public static TheoryData<string> CasesWithSeparatePasses =>
        [.. Fixtures.SelectMany(fixture => fixture.Cases).Where(golden => golden.SeparatePasses is not null).Select(golden => golden.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void MatchesPyTorchInFloat64(string name) => Check(name, ScalarType.Float64);

    [Theory]
    [MemberData(nameof(Cases))]
    public void MatchesPyTorchInFloat32(string name) => Check(name, ScalarType.Float32);

    [Theory]
    [MemberData(nameof(CasesWithUnusedSlots))]
    public void MatchesPyTorchWithNaNInUnusedSlots(string name) => Check(name, ScalarType.Float64, poison: true);

    [Theory]
    [MemberData(nameof(CasesWithSeparatePasses))]
    public void JointTrainingMatchesSeparatePasses(string name)
    {
        using var scope = NewDisposeScope();
        var golden = FixtureOf(name)[name];
        using var module = Build(golden, golden.Options);

        var inputs = FusionGolden.Inputs(golden, ScalarType.Float64);
        FusionGolden.Objective(golden, module.call(FusionGolden.Input(golden, inputs)), ScalarType.Float64).backward();

        FusionGolden.CheckGradients(module, golden.SeparatePasses!.Discriminator.Concat(golden.SeparatePasses.Fusion).ToDictionary(), ScalarType.Float64);
    }

    [Theory]
    [MemberData(nameof(CasesWithSeparatePasses))]
    public void AlternatingTrainingGivesEachPlayerItsOwnPass(string name)
    {
        using var scope = NewDisposeScope();
        var golden = FixtureOf(name)[name];
        var options = golden.Options with { Training = GANTraining.Alternating };
        using var discriminators = Build(golden, options);
        using var fusion = Build(golden, options);
        var inputs = FusionGolden.Inputs(golden, ScalarType.Float64);

        discriminators.discriminator_loss(FusionGolden.Input(golden, inputs)).backward();
        FusionGolden.CheckGradients(discriminators, golden.SeparatePasses!.Discriminator, ScalarType.Float64);
        Assert.All(inputs, input => Assert.Null(input.grad));

        FusionGolden.Objective(golden, fusion.call(FusionGolden.Input(golden, inputs)), ScalarType.Float64).backward();
        FusionGolden.CheckGradients(fusion, golden.SeparatePasses.Fusion, ScalarType.Float64);
    }

    private static GoldenFixture<GoldenCall<GANFusionOptions>> FixtureOf(string name) => Fixtures.Single(fixture => fixture.Names.Contains(name));

    private static GANFusion Build(GoldenCall<GANFusionOptions> golden, GANFusionOptions options)
    {
        var module = new GANFusion(golden.ModalityList, golden.OutputFeatures, options, dtype: ScalarType.Float64);
        FusionGolden.Load(module, FixtureOf(golden.Name).States[golden.State]);
        return module;
    }

    private static void Check(string name, ScalarType dtype, bool poison = false)
    {
        var fixture = FixtureOf(name);
        var golden = fixture[name];
        using var module = new GANFusion(golden.ModalityList, golden.OutputFeatures, golden.Options, dtype: dtype);
        FusionGolden.Check(module, golden, fixture.States[golden.State], dtype, poison);
    }
}
