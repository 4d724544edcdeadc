using Fusion.Layers;
using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Training;

/// <summary>Trains a model of the reference program as its trainer does, batch after batch, over and over.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly nn.Module _model;
    private readonly IReadOnlyList<Func<StepLosses>> _batches;
    private readonly Optimizers _optimizers;
    private readonly MultiTaskLoss _criterion;
    private readonly double _clipNorm;
    private int _taken;

    public TrainingRun(TrainingProblem problem, TrainingVariant variant)
    {
        _model = problem.Build(variant);
        _model.train();
        _batches = problem.Batches(_model, variant.Dtype);
        _optimizers = new Optimizers([ParameterGroup.Whole(_model)], problem.Settings.LearningRate);
        _criterion = MultiTaskLoss.Fixed(("task", 1), ("fusion", problem.Settings.FusionWeight));
        _clipNorm = problem.Settings.ClipNorm;
    }

    /// <summary>The model, for its weights.</summary>
    public nn.Module Model => _model;

    /// <summary>One step.</summary>
    public void Step()
    {
        using var scope = NewDisposeScope();
        _ = Train();
    }

    /// <summary>One step, and the loss before it.</summary>
    public double StepWithLoss()
    {
        using var scope = NewDisposeScope();
        return Train().to(ScalarType.Float64).item<double>();
    }

    /// <summary>The loss of the first batch; no parameter moves.</summary>
    public double FirstLoss()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return Total(_batches[0]()).to(ScalarType.Float64).item<double>();
    }

    public void Dispose()
    {
        _optimizers.Dispose();
        _criterion.Dispose();
        _model.Dispose();
    }

    private Tensor Train()
    {
        _model.zero_grad();
        var total = Total(_batches[_taken++ % _batches.Count]());
        total.backward();
        _optimizers.Step([ParameterGroup.Main], _clipNorm);
        return total;
    }

    private Tensor Total(StepLosses losses) => _criterion.call(losses.Task, losses.Fusion);
}
