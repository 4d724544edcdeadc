using Fusion.Benchmarks.Compare;
using Fusion.Layers;
using Fusion.Reference;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Layers;

/// <summary>A layer of one size, and what is done with it.</summary>
/// <param name="Kind">Which layer.</param>
/// <param name="Shape">Its widths.</param>
/// <param name="Leading">Leading dimensions of its inputs: a batch, or a batch of sequences.</param>
/// <param name="Pass">What is done.</param>
/// <param name="Quick">Whether <c>--quick</c> runs it.</param>
internal sealed record LayerCase(LayerKind Kind, LayerShape Shape, IReadOnlyList<long> Leading, Pass Pass, bool Quick) : ICompareCase
{
    private bool Training => Pass != Pass.Eval;

    public string Name => $"{Kind.ToString().ToLowerInvariant()}/{Shape}/{(Leading.Count == 1 ? "batch" : "sequences")}-{string.Join('x', Leading)}/{Pass.ToString().ToLowerInvariant()}";

    public Sides Prepare(CaseContext context)
    {
        var inputs = LayerModules.Inputs(Shape, Leading, context.Device);
        var peer = context.Peer is null ? null : new PeerContender(context.Peer, Send(context.Folder, inputs));
        RequireSameValues(inputs, peer);
        var sides = new LayerSides(Kind, Shape, inputs, Training, LayerModules.NoiseStd);
        // The floor moves parameters by pointer.
        var floor = context.Device.type == DeviceType.CPU ? Timed(sides.Floor()) : null;
        return new Sides(Timed(sides.Ours()), floor, Timed(sides.Plain()), peer) { Shared = inputs };

        LocalContender Timed(ILayer layer) => new(context.Clock, layer.Of(Pass), layer);
    }

    // Noise off: values of random draws cannot be compared.
    private void RequireSameValues(IReadOnlyList<Tensor> inputs, PeerContender? peer)
    {
        var sides = new LayerSides(Kind, Shape, inputs, Training, noiseStd: 0);
        using var noGrad = no_grad();
        var ours = ValueOf(sides.Ours());
        if (inputs[0].device_type == DeviceType.CPU)
            Require("the floor", ValueOf(sides.Floor()), ours);
        Require("plain TorchSharp", ValueOf(sides.Plain()), ours);
        if (peer is not null)
            Require("PyTorch", new LayerValue(peer.Loaded["loss"]!.GetValue<double>(), peer.Loaded["fused_sum"]!.GetValue<double>()), ours);
    }

    private void Require(string side, LayerValue found, LayerValue expected)
    {
        if (!found.IsLike(expected))
            throw new UserErrorException($"{Name}: expected {expected} of {side}, as ours says, found {found}");
    }

    private static LayerValue ValueOf(ILayer layer)
    {
        using (layer)
            return layer.Value();
    }

    private object Send(string folder, IReadOnlyList<Tensor> inputs)
    {
        using var module = LayerModules.New(Kind, Shape, LayerModules.NoiseStd, Training);
        var (weights, tensors) = (Path.Combine(folder, "weights.safetensors"), Path.Combine(folder, "inputs.safetensors"));
        module.save_safetensors(weights);
        Safetensors.save(inputs.Index().ToDictionary(item => $"m{item.Index}", item => item.Item), tensors);
        return new
        {
            op = "layer", layer = Kind.ToString(), widths = Shape.Widths, output = Shape.OutputFeatures, noise = LayerModules.NoiseStd,
            mode = Pass.ToString().ToLowerInvariant(), learning_rate = LayerModules.LearningRate, weights, inputs = tensors,
        };
    }
}
