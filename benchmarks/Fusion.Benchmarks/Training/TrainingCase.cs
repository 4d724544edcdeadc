using Fusion.Benchmarks.Compare;
using Fusion.Layers;
using Fusion.Reference;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Training;

/// <summary>A training step of a model of the reference program against the same model in PyTorch, with its weights and its batches.</summary>
internal sealed class TrainingCase(TrainingProblem problem) : ICompareCase
{
    private const double Tolerance = 1e-4;

    public string Name => problem.Name;

    public bool Quick => problem.Quick;

    public Sides Prepare(CaseContext context)
    {
        var run = new TrainingRun(problem, TrainingVariant.Timed with { Device = context.Device });
        var peer = context.Peer is null ? null : new PeerContender(context.Peer, Request(problem, TrainingVariant.Timed, context.Folder));
        if (peer is not null)
            RequireSameLoss(peer.Loaded["loss"]!.GetValue<double>(), context.Device);
        return new Sides(new LocalContender(context.Clock, run.Step, run), null, null, peer) { Items = problem.ItemsPerStep };
    }

    /// <summary>Writes weights and batches, and says where they are.</summary>
    public static object Request(TrainingProblem problem, TrainingVariant variant, string folder)
    {
        var (weights, batches) = (Path.Combine(folder, "weights.safetensors"), Path.Combine(folder, "batches.safetensors"));
        using (var model = problem.Build(variant))
            model.save_safetensors(weights);
        var tensors = problem.Tensors(variant.Dtype);
        Safetensors.save(tensors, batches);
        foreach (var each in tensors.Values)
            each.Dispose();
        var settings = problem.Settings;
        return new
        {
            op = "training", model = settings.Model, weights, batches,
            dropout = variant.Dropout ? settings.Dropout : 0, noise = variant.Dropout ? settings.NoiseStd : 0, smoothing = settings.LabelSmoothing,
            learning_rate = settings.LearningRate, clip = settings.ClipNorm, fusion_weight = settings.FusionWeight,
        };
    }

    private void RequireSameLoss(double theirs, Device device)
    {
        using var still = new TrainingRun(problem, TrainingVariant.Still with { Device = device });
        var ours = still.FirstLoss();
        if (!(Math.Abs(ours - theirs) <= Tolerance * Math.Abs(ours)))
            throw new UserErrorException($"{Name}: expected a first loss of {ours} of PyTorch, as ours says, found {theirs}");
    }
}
