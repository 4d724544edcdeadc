using Fusion.Layers;
using Fusion.Layers.Tests.Golden;
using Fusion.Layers.Tests.Support;
using Fusion.Reference.Models;
using Fusion.Reference.Models.Crossmodal;
using Fusion.Reference.Tests.Baselines;
using Fusion.Reference.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models;

public class MultimodalTransformerTests
{
    private static readonly GoldenFixture<MultimodalTransformerGolden> Fixture =
        GoldenFixture<MultimodalTransformerGolden>.Read(BaselineGoldens.Of("MultimodalTransformer"));

    private static readonly Modality[] Three = [("text", 3), ("audio", 2), ("video", 4)];

    private static readonly MultimodalTransformerOptions Small = new() { Width = 4, Heads = 2, CrossmodalLayers = 2, MemoryLayers = 1, Dropout = 0 };

    public static TheoryData<string> Cases => [.. Fixture.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Matches_PyTorch_also_with_NaN_at_padding(string name)
    {
        foreach (var poison in new[] { false, true })
        {
            using var scope = NewDisposeScope();
            var golden = Fixture[name];
            using var model = new MultimodalTransformer(golden.ModalityList, golden.OutputFeatures, golden.Options.Value, new DropoutNoise());
            model.to(ScalarType.Float64);
            FusionGolden.Load(model, Fixture.States[golden.State]);
            PaddedSequence[] sequences = [.. golden.Inputs.Select((input, position) => Sequence(input.To(ScalarType.Float64), golden.Lengths[position], poison))];

            var output = model.call(sequences);
            (output * golden.Cotangent.To(ScalarType.Float64)).sum().backward();

            GoldenAssert.Close(golden.Output, output, ScalarType.Float64, "output");
            FusionGolden.CheckGradients(model, golden.ParameterGradients, ScalarType.Float64);
            foreach (var (position, sequence) in sequences.Index())
                GoldenAssert.Close(golden.InputGradients[position], sequence.Values.grad!, ScalarType.Float64, $"gradient of input {position}");
        }
    }

    [Theory]
    [InlineData(nameof(SequencePooling.Last))]
    [InlineData(nameof(SequencePooling.Mean))]
    public void A_padded_batch_gives_what_each_row_gives_alone(string pooling)
    {
        using var scope = NewDisposeScope();
        using var model = Build(Small with { Pooling = Enum.Parse<SequencePooling>(pooling) });
        var sequences = Drawn([5, 2, 1], [3, 7, 1], [1, 2, 6]);

        var together = model.call(sequences);

        Assert.Equal([3L, 5L], together.shape);
        for (var row = 0; row < 3; row++)
            TensorAssert.Close(together[row], model.call([.. sequences.Select(sequence => Row(sequence, row, keepsLengths: row == 0))])[0], 1e-12, $"row {row}");
    }

    [Fact]
    public void Nothing_at_padding_gets_a_gradient_and_everything_else_does()
    {
        using var scope = NewDisposeScope();
        using var model = Build(Small);
        var sequences = Drawn([5, 2], [3, 7], [1, 2]);

        model.call(sequences).square().sum().backward();

        foreach (var sequence in sequences)
        {
            var reached = sequence.Values.grad!.ne(0).any(2);
            var expected = sequence.Padding() is { } padding ? padding.logical_not() : ones_like(reached);
            Assert.True(reached.eq(expected).all().item<bool>());
        }
    }

    [Fact]
    public void Gradients_are_those_of_finite_differences()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var model = new MultimodalTransformer(Three[..2], 2, Small with { Width = 2, Heads = 1, CrossmodalLayers = 1 }, new DropoutNoise());
        model.to(ScalarType.Float64);
        PaddedSequence[] sequences = [.. Drawn([2, 1], [1, 3], [1, 1]).Take(2)];

        GradientCheck.Matches(() => model.call(sequences).square().sum(), sequences.Select((sequence, position) => ($"input {position}", sequence.Values)));
        GradientCheck.Matches(() => model.call(sequences).square().sum(), model);
    }

    [Fact]
    public void Every_parameter_of_the_formula_is_registered_and_moves()
    {
        using var scope = NewDisposeScope();
        foreach (var options in new[] { Small, Small with { Width = 6, Heads = 3, Kernel = 5, CrossmodalLayers = 1, MemoryLayers = 3 } })
        {
            using var model = new MultimodalTransformer(Three, 5, options, new DropoutNoise());
            Assert.Equal(MultimodalTransformer.Parameters(Three, 5, options), model.parameters().Sum(parameter => parameter.numel()));
            // Sequences of one element would leave attention nothing to choose, and its queries and keys nothing to learn.
            BaselineSteps.RequireEveryParameterToMove(model, () => model.call([.. Three.Select(modality => new PaddedSequence(randn(2, 4, modality.Features)))]));
        }
    }

    [Fact]
    public void Keys_name_the_modalities()
    {
        using var model = new MultimodalTransformer([("text", 3), ("audio", 2)], 5, Small with { CrossmodalLayers = 1 }, new DropoutNoise());
        string[] parts = [.. model.state_dict().Keys.Select(key => string.Join('.', key.Split('.').Take(key[0] == 'c' ? 3 : 2))).Distinct()];

        Assert.Equal(["project.text", "project.audio", "crossmodal.text.audio", "crossmodal.audio.text", "memory.text", "memory.audio", "output.weight", "output.bias"], parts);
    }

    [Fact]
    public void Each_modality_reads_all_of_each_other_one_and_order_counts()
    {
        using var scope = NewDisposeScope();
        using var model = Build(Small);
        var sequences = Drawn([4], [4], [4]);
        var before = model.call(sequences);

        for (var modality = 0; modality < 3; modality++)
        {
            var values = sequences[modality].Values.detach();
            var changed = values.clone();
            changed[0, 0].add_(1);
            Assert.False(allclose(before, model.call([.. sequences.Select((sequence, position) => position == modality ? new PaddedSequence(changed) : sequence)])));
            var turned = values.flip(1);
            Assert.False(allclose(before, model.call([.. sequences.Select((sequence, position) => position == modality ? new PaddedSequence(turned) : sequence)])));
        }
    }

    [Fact]
    public void Dropout_follows_the_noise_and_leaves_the_global_generator_alone()
    {
        using var scope = NewDisposeScope();
        var noise = new DropoutNoise();
        using var model = new MultimodalTransformer(Three, 5, Small with { Dropout = 0.3 }, noise);
        model.train();
        PaddedSequence[] sequences = [.. Three.Select(modality => new PaddedSequence(randn(2, 4, modality.Features)))];
        var before = get_rng_state();

        var (first, second) = (Output(1), Output(2));

        Assert.True(allclose(first, Output(1), rtol: 0, atol: 0));
        Assert.False(allclose(first, second));
        Assert.True(before.eq(get_rng_state()).all().item<bool>());
        model.eval();
        Assert.True(allclose(Output(1), Output(2), rtol: 0, atol: 0));

        Tensor Output(long seed)
        {
            noise.Seed(seed);
            return model.call(sequences);
        }
    }

    [Fact]
    public void Live_tensors_stay_flat_over_training_steps()
    {
        using var model = new MultimodalTransformer(Three, 5, Small with { Dropout = 0.1 }, new DropoutNoise());
        using var adam = new Adam(model, 1e-3);
        model.train();
        LiveTensors.StayFlat(6, () =>
        {
            using var scope = NewDisposeScope();
            PaddedSequence[] sequences = [.. Three.Select(modality => new PaddedSequence(randn(2, 4, modality.Features), tensor(new[] { 4L, 2 })))];
            model.zero_grad();
            model.call(sequences).sum().backward();
            adam.Step();
        });

        using var outer = NewDisposeScope();
        PaddedSequence[] inputs = [.. Three.Select(modality => new PaddedSequence(randn(2, 4, modality.Features), tensor(new[] { 4L, 2 })))];
        LiveTensors.StayFlat(3, () => model.call(inputs).Dispose());
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        using var scope = NewDisposeScope();
        using var model = new MultimodalTransformer([("text", 3), ("audio", 2)], 5, Small, new DropoutNoise());
        var (text, audio) = (new PaddedSequence(zeros(2, 4, 3)), new PaddedSequence(zeros(2, 6, 2)));

        Refused("sequences: expected 2, one for each modality, found 1", text);
        Refused("values of audio: expected (2, T, 2) with T at least 1, found (2, 6, 3)", text, new(zeros(2, 6, 3)));
        Refused("values of audio: expected (2, T, 2) with T at least 1, found (1, 6, 2)", text, new(zeros(1, 6, 2)));
        Refused("values of text: expected (2, T, 3) with T at least 1, found (2, 0, 3)", new(zeros(2, 0, 3)), audio);
        Refused("lengths of audio: expected 1 to 6 for sequence 1, found 7", text, audio with { Lengths = tensor(new[] { 6L, 7 }) });
        Refused("lengths of audio: expected 1 to 6 for sequence 0, found 0", text, audio with { Lengths = tensor(new[] { 0L, 6 }) });
        Refused("lengths of audio: expected int64 (2), found Int32 (2)", text, audio with { Lengths = tensor(new[] { 1, 6 }) });
        Assert.Contains("at least 2, found 1", Assert.Throws<ArgumentException>(() => new MultimodalTransformer([("text", 3)], 5, Small, new DropoutNoise())).Message, StringComparison.Ordinal);
        Assert.Contains("distinct names", Assert.Throws<ArgumentException>(() => new MultimodalTransformer([("a", 3), ("a", 3)], 5, Small, new DropoutNoise())).Message, StringComparison.Ordinal);
        Assert.Contains("'b' of width 0", Assert.Throws<ArgumentException>(() => new MultimodalTransformer([("a", 3), ("b", 0)], 5, Small, new DropoutNoise())).Message, StringComparison.Ordinal);

        void Refused(string message, params PaddedSequence[] sequences) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => model.call(sequences)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.All(
            new[] { Small with { Heads = 3 }, Small with { Width = 0 }, Small with { CrossmodalLayers = 0 }, Small with { MemoryLayers = 0 }, Small with { Kernel = 2 }, Small with { Dropout = 1 }, Small with { Pooling = (SequencePooling)7 } },
            options => Assert.Throws<ArgumentException>(options.Validate));
        new MultimodalTransformerOptions().Validate();
    }

    private static MultimodalTransformer Build(MultimodalTransformerOptions options)
    {
        manual_seed(4);
        var model = new MultimodalTransformer(Three, 5, options, new DropoutNoise());
        model.to(ScalarType.Float64);
        return model;
    }

    private static PaddedSequence[] Drawn(params long[][] lengths) =>
        [.. Three.Select((modality, position) => Sequence(randn(lengths[position].Length, lengths[position].Max(), modality.Features, dtype: ScalarType.Float64), lengths[position], poison: true))];

    private static PaddedSequence Sequence(Tensor values, long[] lengths, bool poison)
    {
        for (var row = 0; poison && row < lengths.Length; row++)
            values[row].narrow(0, lengths[row], values.size(1) - lengths[row]).fill_(double.NaN);
        return new PaddedSequence(values.requires_grad_(), tensor(lengths));
    }

    private static PaddedSequence Row(PaddedSequence sequence, int row, bool keepsLengths)
    {
        var length = sequence.Lengths![row].item<long>();
        return new PaddedSequence(sequence.Values.narrow(0, row, 1).narrow(1, 0, length), keepsLengths ? tensor(new[] { length }) : null);
    }
}
