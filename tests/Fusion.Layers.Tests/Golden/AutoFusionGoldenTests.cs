using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Golden;

public sealed class AutoFusionGoldenTests
{
    private static readonly GoldenFixture<GoldenCall<AutoFusionOptions>> Fixture = GoldenFixture<GoldenCall<AutoFusionOptions>>.Read(GoldenFiles.Of("AutoFusion"));

    public static TheoryData<string> Cases => [.. Fixture.Names];

    public static TheoryData<string> CasesWithUnusedSlots =>
        [.. Fixture.Cases.Where(golden => golden.Mask is not null || golden.Present is not null).Select(golden => golden.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void MatchesPyTorchInFloat64(string name) => Check(name, ScalarType.Float64);

    [Theory]
    [MemberData(nameof(Cases))]
    public void MatchesPyTorchInFloat32(string name) => Check(name, ScalarType.Float32);

    [Theory]
    [MemberData(nameof(CasesWithUnusedSlots))]
    public void MatchesPyTorchWithNaNInUnusedSlots(string name) => Check(name, ScalarType.Float64, poison: true);

    private static void Check(string name, ScalarType dtype, bool poison = false)
    {
        var golden = Fixture[name];
        using var module = new AutoFusion(golden.ModalityList, golden.OutputFeatures, golden.Options, dtype: dtype);
        FusionGolden.Check(module, golden, Fixture.States[golden.State], dtype, poison);
    }
}
