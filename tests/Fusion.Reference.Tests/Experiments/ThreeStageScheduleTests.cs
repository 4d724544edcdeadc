using Fusion.Reference.Experiments;
using Fusion.Reference.Models;
using Fusion.Reference.Tests.Models;
using Fusion.Reference.Training;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fusion.Reference.Tests.Experiments;

/// <summary>One batch of the published schedule against the same batch written out by hand, with torch's own Adam.</summary>
public class ThreeStageScheduleTests
{
    private const double LearningRate = 1e-2;

    [Theory]
    [InlineData(6)]
    [InlineData(7)] // as wide as the audio vector, which then is the complement of the text
    public void A_batch_does_what_the_published_schedule_says(long width)
    {
        using var scope = NewDisposeScope();
        using var model = GanModels.Build(GanSchedule.ThreeStage, noise: 0, width: width);
        using var other = GanModels.Build(GanSchedule.Joint, noise: 0, width: width);
        var (input, labels) = (EmotionModels.Input(3, 5, 2, 4), tensor([0L, 1, 2, 3]));
        model.train();
        other.train();

        var losses = Run(model, input);
        var expected = new ByHand(other, width).Run(input, labels);

        foreach (var (mine, theirs) in losses.Zip(expected))
            Assert.Equal(theirs, mine, 1e-4);
        foreach (var ((name, value), (_, reference)) in model.named_parameters().Zip(other.named_parameters()))
            Assert.True(AlmostEqual(name, reference, value), $"{name}: {(value - reference).abs().max().item<float>()}");
    }

    // Batch normalisation takes the bias before it away again: its gradient is rounding, of which Adam makes steps of either sign.
    private static bool AlmostEqual(string name, Tensor expected, Tensor value)
    {
        var meaningless = (name.Contains("generator", StringComparison.Ordinal) || name.Contains("discriminator", StringComparison.Ordinal))
            && (name.EndsWith(".0.bias", StringComparison.Ordinal) || name.EndsWith(".3.bias", StringComparison.Ordinal));
        return meaningless || allclose(expected, value, rtol: 0, atol: 2e-4);
    }

    private static float[] Run(FusionClassifier<EmotionInput> model, EmotionInput input)
    {
        var schedule = GanModels.Schedule(model, GanSchedule.ThreeStage);
        using var optimizers = new Optimizers(schedule.Groups, LearningRate);
        return [.. schedule.Stages.Select(stage => ScheduleMoves.Update(model, stage, optimizers, input))];
    }

    private sealed class ByHand
    {
        private static readonly string[] Modalities = ["text", "audio"];

        private readonly FusionClassifier<EmotionInput> _model;
        private readonly Dictionary<string, Parameter> _parameters;
        private readonly long _width;

        public ByHand(FusionClassifier<EmotionInput> model, long width)
        {
            (_model, _width) = (model, width);
            _parameters = model.named_parameters().ToDictionary(item => item.name, item => item.parameter);
        }

        public float[] Run(EmotionInput input, Tensor labels)
        {
            using var whole = Adam("");
            using var discriminators = Adam(".discriminator.");
            using var generators = Adam(".generator.");
            return
            [
                Pass(input, labels, (z, _) => Modalities.Select((name, m) => Real(name, z[1 - m])).Aggregate((a, b) => a + b), whole, discriminators),
                Pass(input, labels, (_, generated) => Modalities.Select((name, m) => Judge(name, generated[m], 0)).Aggregate((a, b) => a + b), whole, discriminators),
                Pass(input, labels, (_, generated) => Modalities.Select((name, m) => Judge(name, generated[m], 1)).Aggregate((a, b) => a + b), whole, generators),
            ];
        }

        private float Pass(EmotionInput input, Tensor labels, Func<Tensor[], Tensor[], Tensor> game, params optim.Optimizer[] optimizers)
        {
            _model.zero_grad();
            Tensor[] z = [.. _model.Encode(input).Values!];
            Tensor[] generated = [.. Modalities.Select((name, m) => Mlp($"fusion.branches.{name}.generator", z[m]))];
            var fused = Linear("fusion.fuse.2", Linear("fusion.fuse.0", cat(generated, 1)).tanh()).relu();
            var loss = F.cross_entropy(Linear("head", fused), labels) + game(z, generated);
            loss.backward();
            foreach (var optimizer in optimizers)
                optimizer.step();
            return loss.item<float>();
        }

        private Tensor Real(string name, Tensor other)
        {
            var complement = $"fusion.branches.{name}.complement";
            if (other.size(1) == _width)
                return Judge(name, other, 1);
            var fused = Linear($"{complement}.fuse_in.2", Linear($"{complement}.fuse_in.0", other).tanh()).relu();
            var rebuilt = Linear($"{complement}.fuse_out.2", Linear($"{complement}.fuse_out.0", fused).relu());
            return Judge(name, fused, 1) + (rebuilt - other).square().mean();
        }

        private Tensor Judge(string name, Tensor vectors, int label)
        {
            var probability = Mlp($"fusion.branches.{name}.discriminator", vectors).sigmoid();
            return -(label == 1 ? probability : 1 - probability).log().mean();
        }

        private Tensor Mlp(string name, Tensor x)
        {
            for (var layer = 0; layer < 6; layer += 3)
                x = F.leaky_relu(Normalize($"{name}.{layer + 1}", Linear($"{name}.{layer}", x)), 0.2);
            return Linear($"{name}.6", x);
        }

        private Tensor Normalize(string name, Tensor x)
        {
            var centred = x - x.mean([0L]);
            return centred / (centred.square().mean([0L]) + 1e-5).sqrt() * _parameters[$"{name}.weight"] + _parameters[$"{name}.bias"];
        }

        private Tensor Linear(string name, Tensor x) => F.linear(x, _parameters[$"{name}.weight"], _parameters[$"{name}.bias"]);

        private TorchSharp.Modules.Adam Adam(string part) =>
            optim.Adam([.. _parameters.Where(item => item.Key.Contains(part, StringComparison.Ordinal)).Select(item => item.Value)], LearningRate);
    }
}
