using Fusion.Benchmarks.Layers;
using Fusion.Layers;
using Fusion.Reference.Baselines;
using Fusion.Reference.Experiments;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Suite;

/// <summary>A fusion by name with inputs and an optimiser; each member is one iteration.</summary>
internal sealed class TrainedFusion : ITrainedFusion
{
    /// <summary>Hidden width of <c>autofusion-fixed</c>.</summary>
    public const long FixedHidden = 64;

    private readonly IReadOnlyList<Tensor> _inputs;
    private readonly FusionModule _module;
    private readonly ManagedLayer _layer;

    /// <summary>Bytes that training a row of tensor fusion may take: the batch comes on top, and neighbours want memory too.</summary>
    public const long TensorFusionLimit = 4L << 30;

    /// <param name="name">autofusion, autofusion-fixed (whose hidden width does not follow its inputs), ganfusion, concat, concat-matched, tfn or lmf.</param>
    /// <param name="shape">Widths.</param>
    /// <param name="leading">Leading dimensions of the inputs.</param>
    /// <exception cref="Reference.UserErrorException">A tensor fusion that would take more than <see cref="TensorFusionLimit"/>; the message says how much.</exception>
    public TrainedFusion(string name, LayerShape shape, params long[] leading)
    {
        set_num_threads(1);
        _module = Module(name, shape);
        _inputs = LayerModules.Inputs(shape, leading);
        Tensor?[] values = [.. _inputs];
        _layer = new ManagedLayer(_module, () =>
        {
            var (fused, loss) = _module.call(values);
            return (fused, loss ?? fused.mean());
        });
    }

    public long Parameters => _module.parameters().Sum(parameter => parameter.numel());

    public void Eval()
    {
        using var noGrad = no_grad();
        _module.eval();
        _layer.Forward();
    }

    /// <summary>Forward in training mode.</summary>
    public void Forward()
    {
        _module.train();
        _layer.Forward();
    }

    /// <summary>Forward and backward.</summary>
    public void Backward() => Train(_layer.Backward);

    public void Step() => Train(_layer.Step);

    /// <summary>A pass as one call.</summary>
    public Action Of(Pass pass) => pass switch
    {
        Pass.Eval => Eval,
        Pass.Forward => Forward,
        Pass.Backward => Backward,
        _ => Step,
    };

    public void Dispose()
    {
        _layer.Dispose();
        foreach (var input in _inputs)
            input.Dispose();
    }

    private void Train(Action pass)
    {
        _module.train();
        // A concatenation has nothing to learn.
        if (_module.parameters().Any())
            pass();
        else
            _layer.Forward();
    }

    private static FusionModule Module(string name, LayerShape shape) => name switch
    {
        "autofusion" => new AutoFusion(shape.Modalities, shape.OutputFeatures),
        "autofusion-fixed" => new AutoFusion(shape.Modalities, shape.OutputFeatures, new AutoFusionOptions { HiddenFeatures = FixedHidden }),
        "ganfusion" => new GANFusion(shape.Modalities, shape.OutputFeatures),
        "concat" => new ConcatFusion(shape.Modalities),
        "concat-matched" => new MatchedConcatFusion(shape.Modalities, shape.OutputFeatures, ModelWeights.Count(() => Module("autofusion", shape))),
        "tfn" => new TensorFusion(shape.Modalities, shape.OutputFeatures, memoryLimit: TensorFusionLimit),
        "lmf" => new LowRankFusion(shape.Modalities, shape.OutputFeatures),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "expected the name of a fusion"),
    };
}
