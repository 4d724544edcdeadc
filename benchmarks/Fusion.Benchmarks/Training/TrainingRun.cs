using Fusion.Layers;
using Fusion.Reference.Experiments;
using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Training;

/// <summary>Trains a model of the reference program as its trainer does, batch after batch, over and over.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly nn.Module _model;
    private readonly IReadOnlyList<Func<IReadOnlyList<Update>>> _batches;
    private readonly Optimizers _optimizers;
    private readonly MultiTaskLoss _criterion;
    private readonly double _clipNorm;
    private int _taken;

    /// <summary>One update of the whole model for each batch.</summary>
    public TrainingRun(TrainingProblem problem, TrainingVariant variant)
    {
        var settings = problem.Settings;
        (_model, _clipNorm) = (problem.Build(variant), settings.ClipNorm);
        _model.train();
        _batches = [.. problem.Batches(_model, variant).Select<Func<StepLosses>, Func<IReadOnlyList<Update>>>(losses => () => [new Update([ParameterGroup.Main], losses)])];
        (_optimizers, _criterion) = (new Optimizers([ParameterGroup.Whole(_model)], settings.LearningRate), Criterion(settings.FusionWeight));
    }

    private TrainingRun(nn.Module model, IReadOnlyList<ParameterGroup> groups, IReadOnlyList<Func<IReadOnlyList<Update>>> batches, TrainingRates rates)
    {
        (_model, _batches, _clipNorm) = (model, batches, rates.ClipNorm);
        _model.train();
        (_optimizers, _criterion) = (new Optimizers(groups, rates.LearningRate), Criterion(rates.FusionWeight));
    }

    /// <summary>The model, for its weights.</summary>
    public nn.Module Model => _model;

    /// <summary>The updates of a schedule for each batch.</summary>
    /// <param name="model">The model; owned from now on.</param>
    /// <param name="schedule">How a batch trains it.</param>
    /// <param name="batches">Each makes the tensors of a batch, in the dispose scope of its step.</param>
    /// <param name="rates">How far a step goes.</param>
    public static TrainingRun Of<TBatch>(nn.Module model, IStepSchedule<TBatch> schedule, IEnumerable<Func<TBatch>> batches, TrainingRates rates)
    {
        return new TrainingRun(model, schedule.Groups, [.. batches.Select<Func<TBatch>, Func<IReadOnlyList<Update>>>(make => () => Updates(make()))], rates);

        IReadOnlyList<Update> Updates(TBatch batch) => [.. schedule.Stages.Select(stage => new Update(stage.Updates, () => stage.Losses(batch)))];
    }

    /// <summary>One step.</summary>
    public void Step()
    {
        using var scope = NewDisposeScope();
        foreach (var update in NextBatch())
            _ = Train(update);
    }

    /// <summary>One step, and the sum of the losses before each of its updates.</summary>
    public double StepWithLoss()
    {
        using var scope = NewDisposeScope();
        return NextBatch().Sum(update => Train(update).to(ScalarType.Float64).item<double>());
    }

    /// <summary>The loss of the first batch; no parameter moves.</summary>
    public double FirstLoss()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return Total(_batches[0]()[0].Losses()).to(ScalarType.Float64).item<double>();
    }

    public void Dispose()
    {
        _optimizers.Dispose();
        _criterion.Dispose();
        _model.Dispose();
    }

    private static MultiTaskLoss Criterion(double fusionWeight) => MultiTaskLoss.Fixed(("task", 1), ("fusion", fusionWeight));

    private IReadOnlyList<Update> NextBatch() => _batches[_taken++ % _batches.Count]();

    private Tensor Train(Update update)
    {
        // As in the trainer: what one update leaves is gone before the next begins.
        using var scope = NewDisposeScope();
        _model.zero_grad();
        var total = Total(update.Losses());
        total.backward();
        _optimizers.Step(update.Optimizers, _clipNorm);
        return total.MoveToOuterDisposeScope();
    }

    private Tensor Total(StepLosses losses) => _criterion.call(losses.Task, losses.Fusion);

    private sealed record Update(IReadOnlyList<string> Optimizers, Func<StepLosses> Losses);
}
