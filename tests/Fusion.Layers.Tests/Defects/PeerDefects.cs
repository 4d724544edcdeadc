using Fusion.Layers.Tests.Support;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Defects;

/// <summary>One test per class of defect that other fusion libraries have shipped, for every layer of this one.</summary>
public sealed class PeerDefects
{
    public static TheoryData<string> Layers => ["AutoFusion", "GANFusion", "ConcatProbe"];

    private static Modality[] Modalities { get; } = [("text", 3), ("audio", 4), ("video", 2)];

    /// <summary>Weights outside the module's registry: no gradient, no move, not saved.</summary>
    [Theory]
    [MemberData(nameof(Layers))]
    public void EveryParameterIsRegisteredOnceLearnsAndIsSaved(string layer)
    {
        using var scope = NewDisposeScope();
        using var module = Create(layer);
        // A dead unit may silence one batch, not all of them.
        for (var stream = 0ul; stream < 5; stream++)
            Total(module.call(Values(16, stream))).backward();
        Assert.All(module.named_parameters(), pair => Assert.True(TensorAssert.Moves(pair.parameter.grad), pair.name));
        Assert.Equal(module.named_parameters().Count(), module.parameters().Select(parameter => parameter.Handle).Distinct().Count());
        Assert.Subset(module.state_dict().Keys.ToHashSet(), module.named_parameters().Select(pair => pair.name).ToHashSet());
    }

    /// <summary>Squeezed away: batches of one, missing time axes, empty sequences.</summary>
    [Theory]
    [MemberData(nameof(Layers))]
    public void NoDimensionIsLostOrInvented(string layer)
    {
        using var scope = NewDisposeScope();
        using var module = Create(layer);
        module.eval();
        long[][] shapes = [[], [1], [1, 1], [4, 1], [1, 1, 1], [2, 3, 4], [0], [2, 0], [0, 3, 1]];
        foreach (var leading in shapes)
            Assert.Equal([.. leading, 5], module.call([.. Modalities.Select(modality => randn([.. leading, modality.Features]))]).Fused.shape);
    }

    /// <summary>Padding counted as data.</summary>
    [Theory]
    [MemberData(nameof(Layers))]
    public void MorePaddingChangesNothing(string layer)
    {
        using var scope = NewDisposeScope();
        using var first = Create(layer);
        using var second = Create(layer);
        var values = Values(6);
        var padded = values.Select(value => cat([value, full([20, value.size(1)], 1e6f)], 0)).ToArray();
        var mask = cat([zeros(6, dtype: ScalarType.Bool), ones(20, dtype: ScalarType.Bool)], 0);
        var (expected, actual) = (first.call(values), second.call(new FusionInput(padded, mask)));
        TensorAssert.Same(expected.Fused, actual.Fused.narrow(0, 0, 6), "fused");
        TensorAssert.SameLoss(expected, actual);
        ModuleState.Same(first.state_dict(), second.state_dict());
    }

    /// <summary>A missing modality's placeholder leaked into the result.</summary>
    [Theory]
    [MemberData(nameof(Layers))]
    public void WhatStandsForAMissingModalityDoesNotMatter(string layer)
    {
        using var scope = NewDisposeScope();
        var present = ones(6, 3, dtype: ScalarType.Bool);
        present.select(1, 1).fill_(false);
        FusionOutput With(Tensor? audio)
        {
            using var module = Create(layer);
            var values = Values(6);
            return module.call(new FusionInput([values[0], audio, values[2]], null, present));
        }

        var expected = With(null);
        TensorAssert.Same(expected, With(full([6, 4], float.NaN)));
        TensorAssert.Same(expected, With(randn(6, 4)));
    }

    /// <summary>An input that did nothing, a key that went unnoticed.</summary>
    [Theory]
    [MemberData(nameof(Layers))]
    public void EveryInputMattersAndUnknownOnesAreRefused(string layer)
    {
        using var scope = NewDisposeScope();
        using var module = Create(layer);
        module.eval();
        var values = Values(16);
        var before = TensorAssert.Numbers(module.call(values).Fused);
        for (var m = 0; m < values.Length; m++)
        {
            var changed = values.ToArray();
            changed[m] = values[m] + 1;
            Assert.NotEqual(before, TensorAssert.Numbers(module.call(changed).Fused));
        }

        var named = Modalities.Select((modality, m) => (modality.Name, values[m])).ToDictionary(pair => pair.Name, pair => pair.Item2);
        named["smell"] = values[0];
        Assert.Contains("'smell'", Assert.Throws<ArgumentException>(() => module.call(named)).Message, StringComparison.Ordinal);
    }

    /// <summary>The caller's list was changed behind its back.</summary>
    [Theory]
    [MemberData(nameof(Layers))]
    public void TheCallersCollectionsStayAsTheyWere(string layer)
    {
        using var scope = NewDisposeScope();
        using var module = Create(layer);
        Tensor?[] array = [.. Values(4)];
        array[1] = null;
        var list = array.ToList();
        var named = new Dictionary<string, Tensor> { ["text"] = array[0]!, ["video"] = array[2]! };
        module.call(array);
        module.call(new FusionInput(list));
        module.call(named);
        Assert.Equal(list, array);
        Assert.Null(array[1]);
        Assert.Equal(["text", "video"], named.Keys);
        Assert.Same(array[0], named["text"]);
    }

    /// <summary>The global generator was seeded or drawn from, so other layers' dropout changed.</summary>
    [Theory]
    [MemberData(nameof(Layers))]
    public void OtherUsersOfRandomNumbersAreUndisturbed(string layer)
    {
        using var scope = NewDisposeScope();
        using var module = Create(layer);
        using var dropout = nn.Dropout(0.5);
        var (values, x) = (Values(6), ones(50));
        manual_seed(1);
        var expected = dropout.call(x);
        manual_seed(1);
        Total(module.call(values)).backward();
        TensorAssert.Same(expected, dropout.call(x), "dropout");
    }

    /// <summary>Tensors that nobody disposes, step after step.</summary>
    [Theory]
    [MemberData(nameof(Layers))]
    public void AHundredStepsLeaveNoTensorBehind(string layer)
    {
        using var scope = NewDisposeScope();
        using var module = Create(layer);
        using var optimizer = optim.AdamW(module.parameters());
        var values = Values(6);
        LiveTensors.StayFlat(100, () =>
        {
            using var step = NewDisposeScope();
            module.zero_grad();
            Total(module.call(values)).backward();
            optimizer.step();
        });
    }

    /// <summary>A device written into the code.</summary>
    [Theory]
    [MemberData(nameof(Layers))]
    public void EverythingIsMadeOnTheDeviceThatWasAskedFor(string layer)
    {
        using var module = Create(layer, META);
        Assert.All(module.state_dict().Values, tensor => Assert.Equal(DeviceType.META, tensor.device_type));
    }

    /// <summary>Evaluation paid for decoders and discriminators: the same live tensors as the fused vector alone.</summary>
    [Theory]
    [MemberData(nameof(Layers))]
    public void EvaluationReturnsTheFusedVectorAndNothingElse(string layer)
    {
        using var scope = NewDisposeScope();
        using var module = Create(layer);
        module.eval();
        var values = Values(6);
        var before = LiveTensors.Count;
        using var output = module.call(values);
        Assert.Equal(before + 1, LiveTensors.Count);
        Assert.Null(output.Loss);
        Assert.Empty(output.Terms);
    }

    private static Tensor Total(FusionOutput output) => output.Loss! + output.Fused.square().sum();

    private static Tensor[] Values(long rows, ulong stream = 6)
    {
        using var generator = new Generator(stream);
        return [.. Modalities.Select(modality => randn(rows, modality.Features, generator: generator))];
    }

    private static FusionModule Create(string layer, Device? device = null)
    {
        manual_seed(3);
        return layer switch
        {
            "AutoFusion" => new AutoFusion(Modalities, 5, device: device),
            "GANFusion" => new GANFusion(Modalities, 5, new GANFusionOptions { DiscriminatorHidden = 4, Normalization = Normalization.Layer }, device),
            _ => new ConcatProbe(Modalities, 5, device: device),
        };
    }
}
