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

    /// <param name="name">autofusion, autofusion-fixed (whose hidden width does not follow its inputs), ganfusion, concat, concat-matched, tfn or lmf.</param>
    /// <param name="shape">Widths.</param>
    /// <param name="leading">Leading dimensions of the inputs.</param>
    /// <exception cref="Reference.UserErrorException">It does not fit into memory.</exception>
    public TrainedFusion(string name, LayerShape shape, params long[] leading)
        : this(name, shape, leading, memoryLimit: null)
    {
    }

    /// <param name="name">As above.</param>
    /// <param name="shape">Widths.</param>
    /// <param name="leading">Leading dimensions of the inputs.</param>
    /// <param name="memoryLimit">Bytes that tensor fusion may take; null: what this process may use.</param>
    public TrainedFusion(string name, LayerShape shape, IReadOnlyList<long> leading, long? memoryLimit)
    {
        set_num_threads(1);
        _module = Module(name, shape, memoryLimit);
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

    public void Step()
    {
        _module.train();
        // A concatenation has nothing to learn.
        if (_module.parameters().Any())
            _layer.Step();
        else
            _layer.Forward();
    }

    public void Dispose()
    {
        _layer.Dispose();
        foreach (var input in _inputs)
            input.Dispose();
    }

    private static FusionModule Module(string name, LayerShape shape, long? memoryLimit = null) => name switch
    {
        "autofusion" => new AutoFusion(shape.Modalities, shape.OutputFeatures),
        "autofusion-fixed" => new AutoFusion(shape.Modalities, shape.OutputFeatures, new AutoFusionOptions { HiddenFeatures = FixedHidden }),
        "ganfusion" => new GANFusion(shape.Modalities, shape.OutputFeatures),
        "concat" => new ConcatFusion(shape.Modalities),
        "concat-matched" => new MatchedConcatFusion(shape.Modalities, shape.OutputFeatures, ModelWeights.Count(() => Module("autofusion", shape))),
        "tfn" => new TensorFusion(shape.Modalities, shape.OutputFeatures, memoryLimit: memoryLimit),
        "lmf" => new LowRankFusion(shape.Modalities, shape.OutputFeatures),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "expected the name of a fusion"),
    };
}
