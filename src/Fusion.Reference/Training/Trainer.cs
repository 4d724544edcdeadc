using System.Diagnostics;
using Fusion.Layers;
using static TorchSharp.torch;

namespace Fusion.Reference.Training;

/// <summary>Trains one task to its best validation epoch, one checkpoint per epoch, and leaves the chosen weights in the model.</summary>
internal sealed class Trainer<TBatch>(ITrainingTask<TBatch> task, TrainingOptions options, RunFolder folder, Action<EpochRecord>? report = null)
    where TBatch : IDisposable
{
    private readonly EarlyStopping _stopping = new(options.Patience);
    private readonly Dictionary<string, Tensor> _best = [];

    /// <summary>Trains from the start or from the folder's checkpoint; the result is the same.</summary>
    /// <param name="cancellation">Stops between two steps; the last checkpoint stands.</param>
    public TrainingResult Run(CancellationToken cancellation = default)
    {
        using var optimizers = new Optimizers(task.Groups, options.LearningRate);
        using var criterion = MultiTaskLoss.Fixed(("task", options.TaskWeight), ("fusion", options.FusionWeight));
        using var average = options.AverageDecay > 0 ? new WeightAverage(task.Model, options.AverageDecay) : null;
        try
        {
            var epoch = Restore(optimizers, average);
            using (var history = HistoryFile.Continue(folder.HistoryFile, epoch))
            {
                while (!IsOver(epoch))
                    RunEpoch(++epoch, optimizers, criterion, average, history, cancellation);
            }

            UseBest();
            return new TrainingResult(epoch, _stopping.BestEpoch, _stopping.Best);
        }
        finally
        {
            foreach (var value in _best.Values)
                value.Dispose();
        }
    }

    private int Restore(Optimizers optimizers, WeightAverage? average)
    {
        if (!File.Exists(folder.CheckpointFile))
            return 0;
        var history = HistoryFile.Read(folder.HistoryFile);
        var restored = Checkpoint.Restore(folder.CheckpointFile, task.Model, _best, optimizers, task.Generators, average);
        var epoch = restored ?? history.Count;
        // What was chosen then, whose weights the checkpoint has, and not what would be today.
        foreach (var record in history.Where(record => record.Epoch <= epoch && record.Improved))
            Observe(record.Epoch, record.Validation);
        // Chosen weights alone say that training was over; nothing can be trained on from them.
        return restored is not null || IsOver(epoch) ? epoch
            : throw new UserErrorException($"{folder.CheckpointFile}: expected the state of a training after {epoch} epochs, found weights alone; delete the run folder to train it again");
    }

    private bool IsOver(int epoch) => epoch >= options.Epochs || (epoch > 0 && _stopping.IsExhausted(epoch));

    private void RunEpoch(int epoch, Optimizers optimizers, MultiTaskLoss criterion, WeightAverage? average, HistoryFile history, CancellationToken cancellation)
    {
        // A seed per epoch: a resumed run continues with the same dropout masks, though no checkpoint has their generator's state.
        task.Seed(SeedOf(epoch));
        optimizers.SetLearningRate(options.LearningRate * Math.Pow(options.LearningRateDecay, epoch - 1));
        task.Model.train();
        using var meter = new LossMeter();
        var began = Stopwatch.GetTimestamp();
        var (times, tokens) = RunSteps(epoch, optimizers, criterion, average, meter, cancellation);
        // Reading the losses waits for whatever the device still has to do.
        var losses = meter.Means();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        RequireFinite(epoch, losses);
        var (validation, improved) = Judge(epoch, average);
        var record = new EpochRecord(
            epoch, times.Count, losses, validation, improved, times.Count == 0 ? 0 : Math.Round(times.Average(), 3), tokens is { } learned ? Math.Round(learned / seconds, 1) : null);
        // History first: a kill between the two leaves a line that the resumed run drops and writes again.
        history.Append(record);
        Checkpoint.Save(folder.CheckpointFile, epoch, task.Model, _best, optimizers, task.Generators, average);
        report?.Invoke(record);
    }

    /// <summary>A step for each batch: its wall time in milliseconds, and the tokens of all; null where the task counts none.</summary>
    private (IReadOnlyList<double> Times, long? Tokens) RunSteps(
        int epoch, Optimizers optimizers, MultiTaskLoss criterion, WeightAverage? average, LossMeter meter, CancellationToken cancellation)
    {
        var times = new List<double>();
        var stages = task.Stages;
        long? tokens = null;
        foreach (var batch in task.Batches(epoch))
        {
            using (batch)
            {
                cancellation.ThrowIfCancellationRequested();
                var start = Stopwatch.GetTimestamp();
                foreach (var stage in stages)
                    Update(batch, stage, optimizers, criterion, meter);
                average?.Step();
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                tokens = task.Tokens(batch) is { } count ? count + (tokens ?? 0) : tokens;
            }
        }

        return (times, tokens);
    }

    private void Update(TBatch batch, TrainingStage<TBatch> stage, Optimizers optimizers, MultiTaskLoss criterion, LossMeter meter)
    {
        using var scope = NewDisposeScope();
        task.Model.zero_grad();
        var losses = stage.Losses(batch);
        var total = criterion.call(losses.Task, losses.Fusion);
        total.backward();
        optimizers.Step(stage.Updates, options.ClipNorm);
        meter.Add("total", total);
        if (stage.Name.Length > 0)
            meter.Add($"total.{stage.Name}", total);
        if (losses.Task is not null)
            meter.Add("task", losses.Task);
        if (losses.Fusion is not null)
            meter.Add("fusion", losses.Fusion);
        foreach (var (name, value) in losses.Terms)
            meter.Add($"fusion.{name}", value);
    }

    /// <summary>Validates the weights, or their average, and keeps them where they are the best so far.</summary>
    private (IReadOnlyDictionary<string, double> Validation, bool Improved) Judge(int epoch, WeightAverage? average)
    {
        average?.Swap();
        var validation = Validate();
        var improved = Observe(epoch, validation);
        if (improved || _best.Count == 0)
            KeepBest();
        average?.Swap();
        return (validation, improved);
    }

    private bool Observe(int epoch, IReadOnlyDictionary<string, double> validation) =>
        _stopping.Observe(epoch, validation[options.Selection], options.TieBreaker is { } loss ? validation[loss] : 0);

    private IReadOnlyDictionary<string, double> Validate()
    {
        task.Model.eval();
        using var noGrad = no_grad();
        return task.Validate();
    }

    private void KeepBest()
    {
        using var noGrad = no_grad();
        foreach (var (name, value) in task.Model.state_dict())
        {
            if (_best.TryGetValue(name, out var kept))
                kept.copy_(value);
            else
                _best.Add(name, value.detach().clone().DetachFromDisposeScope());
        }
    }

    private void UseBest()
    {
        using var noGrad = no_grad();
        foreach (var (name, value) in task.Model.state_dict())
            value.copy_(_best[name]);
        task.Model.eval();
    }

    private long SeedOf(int epoch) => (options.Seed * 1_000_003L) + epoch;

    private void RequireFinite(int epoch, IReadOnlyDictionary<string, double> losses)
    {
        foreach (var (name, value) in losses)
        {
            if (!double.IsFinite(value))
                throw new UserErrorException($"{folder.Path}: the {name} loss became {value} in epoch {epoch}; try a lower LearningRate or ClipNorm with --set");
        }
    }
}
