using Fusion.Benchmarks.Layers;
using Fusion.Reference.Models;
using Fusion.Reference.Models.Crossmodal;
using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Suite;

/// <summary>The multimodal transformer with sequences and an optimiser; its loss is the mean of its vectors.</summary>
internal sealed class TrainedTransformer : ITrainedFusion
{
    private readonly DropoutNoise _noise = new();
    private readonly MultimodalTransformer _transformer;
    private readonly Adam _adam;
    private readonly IReadOnlyList<Tensor> _inputs;

    /// <param name="shape">Widths.</param>
    /// <param name="batch">Rows.</param>
    /// <param name="length">Elements of every sequence.</param>
    public TrainedTransformer(LayerShape shape, long batch, long length)
    {
        set_num_threads(1);
        _inputs = LayerModules.Inputs(shape, [batch, length]);
        _transformer = new MultimodalTransformer(shape.Modalities, shape.OutputFeatures, null, _noise);
        _adam = new Adam(_transformer, LayerModules.LearningRate);
    }

    public long Parameters => _transformer.parameters().Sum(parameter => parameter.numel());

    public void Eval()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        _transformer.eval();
        _ = Fused();
    }

    public void Step()
    {
        using var scope = NewDisposeScope();
        _transformer.train();
        _transformer.zero_grad();
        Fused().mean().backward();
        _adam.Step();
    }

    public void Dispose()
    {
        _adam.Dispose();
        _transformer.Dispose();
        _noise.Dispose();
        foreach (var input in _inputs)
            input.Dispose();
    }

    private Tensor Fused() => _transformer.call([.. _inputs.Select(input => new PaddedSequence(input))]);
}
