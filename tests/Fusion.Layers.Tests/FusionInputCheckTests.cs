using Fusion.Layers.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests;

/// <summary>What does not fit is refused before any native call, with a message that names the modality, what was expected and what was found.</summary>
public sealed class FusionInputCheckTests
{
    public static TheoryData<string> Modules => ["AutoFusion", "GANFusion", "ConcatProbe"];

    private static Modality[] Modalities { get; } = [("text", 3), ("audio", 4)];

    [Theory]
    [MemberData(nameof(Modules))]
    public void TheNumberOfTensorsMustFit(string name)
    {
        using var scope = NewDisposeScope();
        using var module = Create(name);
        Refuses("values: expected 2 tensors (text, audio), found 1", () => module.call(zeros(2, 3)));
        Refuses("values: expected 2 tensors (text, audio), found 3", () => module.call(zeros(2, 3), zeros(2, 4), zeros(2, 1)));
        Refuses("values: expected 2 tensors (text, audio), found 0", () => module.call(new FusionInput([])));
        Refuses("values: expected at least one of text, audio, found none", () => module.call(null, null));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void WidthsMustFit(string name)
    {
        using var scope = NewDisposeScope();
        using var module = Create(name);
        Refuses("modality 'audio': expected shape (*, 4), found (2, 5)", () => module.call(zeros(2, 3), zeros(2, 5)));
        Refuses("modality 'text': expected shape (*, 3), found (2, 4)", () => module.call(zeros(2, 4), zeros(2, 3)));
        Refuses("modality 'text': expected shape (*, 3), found ()", () => module.call(tensor(1f), zeros(4)));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void LeadingDimensionsMustBeEqual(string name)
    {
        using var scope = NewDisposeScope();
        using var module = Create(name);
        Refuses("modality 'audio': expected shape (2, 4) like modality 'text', found (3, 4)", () => module.call(zeros(2, 3), zeros(3, 4)));
        Refuses("modality 'audio': expected shape (2, 5, 4) like modality 'text', found (2, 4)", () => module.call(zeros(2, 5, 3), zeros(2, 4)));
        Refuses("modality 'audio': expected shape (4) like modality 'text', found (1, 4)", () => module.call(zeros(3), zeros(1, 4)));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void DtypesMustFit(string name)
    {
        using var scope = NewDisposeScope();
        using var module = Create(name);
        Refuses("modality 'audio': expected dtype Float32, found Float64", () => module.call(zeros(2, 3), zeros(2, 4, dtype: ScalarType.Float64)));
        Refuses("modality 'text': expected dtype Float32, found Int64", () => module.call(zeros(2, 3, dtype: ScalarType.Int64), zeros(2, 4)));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void DevicesMustFit(string name)
    {
        using var scope = NewDisposeScope();
        using var module = Create(name);
        Refuses("modality 'audio': expected device cpu, found meta", () => module.call(zeros(2, 3), zeros(2, 4, device: META)));
        Refuses("paddingMask: expected device cpu, found meta", () => module.call(new FusionInput([zeros(2, 3), zeros(2, 4)], zeros(2, dtype: ScalarType.Bool, device: META))));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void MasksMustFit(string name)
    {
        using var scope = NewDisposeScope();
        using var module = Create(name);
        Tensor[] values = [zeros(2, 5, 3), zeros(2, 5, 4)];
        Refuses("paddingMask: expected shape (2, 5), found (2)", () => module.call(new FusionInput(values, zeros(2, dtype: ScalarType.Bool))));
        Refuses("paddingMask: expected shape (2, 5), found (5, 2)", () => module.call(new FusionInput(values, zeros(5, 2, dtype: ScalarType.Bool))));
        Refuses("paddingMask: expected dtype Bool, found Float32", () => module.call(new FusionInput(values, zeros(2, 5))));
        Refuses("paddingMask: expected dtype Bool, found Int64", () => module.call(new FusionInput(values, zeros(2, 5, dtype: ScalarType.Int64))));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void PresenceMustFit(string name)
    {
        using var scope = NewDisposeScope();
        using var module = Create(name);
        Tensor[] values = [zeros(2, 5, 3), zeros(2, 5, 4)];
        Refuses("present: expected shape (2, 2), found (2, 5)", () => module.call(new FusionInput(values, null, ones(2, 5, dtype: ScalarType.Bool))));
        Refuses("present: expected shape (2, 2), found (2)", () => module.call(new FusionInput(values, null, ones(2, dtype: ScalarType.Bool))));
        Refuses("present: expected dtype Bool, found Byte", () => module.call(new FusionInput(values, null, ones(2, 2, dtype: ScalarType.Byte))));
        Refuses("present: expected shape (2), found (1, 2)", () => module.call(new FusionInput([zeros(3), zeros(4)], null, ones(1, 2, dtype: ScalarType.Bool))));
    }

    /// <summary>A null tensor is false in its whole column; who says true there as well learns why the sample is empty.</summary>
    [Theory]
    [MemberData(nameof(Modules))]
    public void AFlagThatPromisesANullTensorIsNamed(string name)
    {
        using var scope = NewDisposeScope();
        using var module = Create(name);
        var present = tensor(new[,] { { true, true }, { false, true } });
        Refuses("present: expected at least one modality in every sample, found none in sample 1; its flag for 'audio' is true, but that tensor is null.",
            () => module.call(new FusionInput([zeros(2, 3), null], present: present)));
        Refuses("found none in sample 0; its flag for 'text' is true, but that tensor is null.",
            () => module.call(new FusionInput([null, zeros(4)], present: tensor(new[] { true, false }))));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void DisposedTensorsAreNamed(string name)
    {
        using var scope = NewDisposeScope();
        using var module = Create(name);
        var (audio, flags) = (zeros(2, 4), zeros(2, dtype: ScalarType.Bool));
        audio.Dispose();
        flags.Dispose();
        Refuses("modality 'audio': expected a live tensor, found one that is disposed.", () => module.call(zeros(2, 3), audio));
        Refuses("paddingMask: expected a live tensor, found one that is disposed.", () => module.call(new FusionInput([zeros(2, 3), zeros(2, 4)], flags)));
        Refuses("present: expected a live tensor, found one that is disposed.", () => module.call(new FusionInput([zeros(2, 3), zeros(2, 4)], present: flags)));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void NamesMustBeKnown(string name)
    {
        using var scope = NewDisposeScope();
        using var module = Create(name);
        Refuses("values: expected keys among text, audio, found 'vision'", () => module.call(new Dictionary<string, Tensor> { ["text"] = zeros(2, 3), ["vision"] = zeros(2, 4) }));
        Refuses("found 'Text'", () => module.call(new Dictionary<string, Tensor> { ["Text"] = zeros(2, 3) }));
        Refuses("values: expected at least one of text, audio, found none", () => module.call(new Dictionary<string, Tensor>()));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void ModalitiesAndSizesMustBeUsable(string name)
    {
        Refuses("modalities: expected at least 2 modalities, found 1", () => Create(name, [("text", 3)]));
        Refuses("modalities: expected distinct names, found 'text' twice", () => Create(name, [("text", 3), ("text", 4)]));
        Refuses("found 'a.b'", () => Create(name, [("text", 3), ("a.b", 4)]));
        Refuses("found ' '", () => Create(name, [("text", 3), (" ", 4)]));
        Refuses("found ''", () => Create(name, [("text", 3), default(Modality)]));
        Refuses("modalities: expected a positive width for modality 'audio', found 0", () => Create(name, [("text", 3), ("audio", 0)]));
        Refuses("modalities: expected a positive width for modality 'audio', found -2", () => Create(name, [("text", 3), ("audio", -2)]));
        Refuses("outputFeatures: expected a positive number, found 0", () => Create(name, Modalities, 0));
        Refuses("dtype: expected a floating-point dtype, found Int64", () => Create(name, Modalities, 3, ScalarType.Int64));
    }

    [Theory]
    [MemberData(nameof(Modules))]
    public void ARefusedInputLeavesTheModuleAsItWas(string name)
    {
        using var scope = NewDisposeScope();
        using var module = Create(name);
        var before = ModuleState.Copy(module);
        var noise = TensorAssert.Bits(module.Noise.get_state());
        var live = LiveTensors.Count;
        for (var i = 0; i < 5; i++)
        {
            Tensor[] values = [zeros(2, 3), zeros(2, 5)];
            Assert.Throws<ArgumentException>(() => module.call(values));
            values[0].Dispose();
            values[1].Dispose();
        }

        Assert.Equal(live, LiveTensors.Count);
        Assert.Equal(noise, TensorAssert.Bits(module.Noise.get_state()));
        ModuleState.Same(before, module.state_dict());
        Assert.Throws<ArgumentNullException>(() => module.call((FusionInput)null!));
    }

    private static void Refuses(string message, Action action) => Assert.Contains(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);

    private static FusionModule Create(string name, Modality[]? modalities = null, long output = 3, ScalarType? dtype = null) =>
        name switch
        {
            "AutoFusion" => new AutoFusion(modalities ?? Modalities, output, dtype: dtype),
            "GANFusion" => new GANFusion(modalities ?? Modalities, output, dtype: dtype),
            _ => new ConcatProbe(modalities ?? Modalities, output, dtype: dtype),
        };
}
