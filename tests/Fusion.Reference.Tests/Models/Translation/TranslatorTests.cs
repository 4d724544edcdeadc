using Fusion.Layers;
using Fusion.Reference.Baselines;
using Fusion.Reference.Models.Translation;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models.Translation;

public class TranslatorTests
{
    private static readonly long[][] Source = [[4, 5, 6], [7], [8, 4]];
    private static readonly long[][] Target = [[5], [6, 7, 8, 4], [4, 4]];

    [Theory]
    [InlineData("Bridge", true, false, false)]
    [InlineData("Bridge", false, true, false)]
    [InlineData("Cell", true, false, true)]
    [InlineData("Hidden", true, true, false)]
    [InlineData("Both", false, false, true)]
    public void Teacher_forcing_scores_what_decoding_step_by_step_scores(string way, bool attention, bool tied, bool skip)
    {
        var start = Enum.Parse<DecoderStart>(way);
        using var scope = NewDisposeScope();
        using var model = Translators.Make(
            modalities => new AutoFusion(modalities, 7), attention, new DecoderOptions(7) { Start = start, TiedOutput = tied, SkipConnection = skip });
        model.eval();
        var (input, target) = (Translators.Input(Source), Translators.Target(Target));

        var logits = model.call(input, target).Decoded;

        var source = model.Encode(input);
        var state = model.Begin(source);
        var steps = new List<Tensor>();
        for (var step = 0; step < target.Previous.size(1); step++)
        {
            (state, var scores) = model.Step(target.Previous.select(1, step), state, source.Memory);
            steps.Add(scores);
        }

        using var packed = target.Pack(stack(steps, 1));
        Assert.True(allclose(packed.data, logits.Logits(), atol: 1e-5));
        using var labels = target.Pack(target.Next);
        Assert.Equal(labels.data.data<long>().ToArray(), logits.Labels.data<long>().ToArray());
    }

    [Fact]
    public void Padding_changes_nothing()
    {
        using var scope = NewDisposeScope();
        using var model = Translators.Make(modalities => new ConcatFusion(modalities));
        model.eval();
        var input = Translators.Input(Source);

        var together = model.call(input, Translators.Target(Target));

        for (var line = 0; line < Source.Length; line++)
        {
            var alone = model.call(Translators.Input(Source[line]) with { Image = input.Image![TensorIndex.Slice(line, line + 1)] }, Translators.Target(Target[line]));
            var rows = Rows(line, Target.Select(words => words.Length + 1).ToArray());
            Assert.True(allclose(alone.Decoded.Logits(), together.Decoded.Logits().index_select(0, tensor(rows)), atol: 1e-5));
        }
    }

    [Fact]
    public void Every_parameter_learns()
    {
        using var scope = NewDisposeScope();
        // A few rectified units can be silent for all of three lines; not with this seed.
        manual_seed(1);
        using var model = Translators.Make(modalities => new GANFusion(modalities, 7));
        var output = model.call(Translators.Input(Source), Translators.Target(Target));

        output.Decoded.Loss(0.1).Plus(output.FusionLoss!).backward();

        foreach (var (name, parameter) in model.named_parameters())
            Assert.True(parameter.grad is { } gradient && gradient.abs().sum().item<float>() > 0, name);
    }

    [Fact]
    public void Float64_takes_torchs_way_to_the_same_scores()
    {
        using var scope = NewDisposeScope();
        using var model = Translators.Make();
        model.eval();
        var (input, target) = (Translators.Input(Source), Translators.Target(Target));
        var single = model.call(input, target).Decoded.Logits();

        model.to(ScalarType.Float64);

        Assert.True(allclose(single.to(ScalarType.Float64), model.call(input, target).Decoded.Logits(), atol: 1e-5));
    }

    [Fact]
    public void A_fused_vector_of_another_width_than_the_decoder_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => Translators.Make(options: new DecoderOptions(8) { Start = DecoderStart.Cell }));

        Assert.Contains("expected a fused vector as wide as the decoder (8)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Live_tensors_stay_flat()
    {
        using var model = Translators.Make(modalities => new AutoFusion(modalities, 7), dropout: 0.2);
        long[] counts = [.. Enumerable.Range(0, 5).Select(_ => Live())];

        Assert.Equal(counts[1], counts[4]);

        long Live()
        {
            using (NewDisposeScope())
            {
                var output = model.call(Translators.Input(Source), Translators.Target(Target));
                output.Decoded.Loss(0.1).backward();
                model.zero_grad();
            }

            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }
    }

    // Packed rows lie step by step, in each step longest first; here the lines are sorted 1, 2, 0.
    private static long[] Rows(int line, int[] lengths)
    {
        int[] order = [.. Enumerable.Range(0, lengths.Length).OrderByDescending(index => lengths[index])];
        var rows = new List<long>();
        for (var (step, row) = (0, 0L); step < lengths.Max(); step++)
        {
            foreach (var each in order.Where(index => lengths[index] > step))
            {
                if (each == line)
                    rows.Add(row);
                row++;
            }
        }

        return [.. rows];
    }
}
