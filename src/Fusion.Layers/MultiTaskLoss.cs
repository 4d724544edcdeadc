using Fusion.Layers.Weighting;
using static TorchSharp.torch;

namespace Fusion.Layers;

/// <summary>
/// One loss from several: J = sum_i w_i J_i, equation 4 of Sahu and Vechtomova (EACL 2021), with fixed, uncertainty or dynamic weights.
/// </summary>
/// <remarks>
/// Losses are scalars; the total is at least float32. A null loss is skipped, so a fusion loss that is null in evaluation mode needs no care.
/// Uncertainty weighting (Kendall et al. 2018, in the form of Liebel and Körner 2018 that cannot go negative) learns <c>log_variance</c> (T);
/// dynamic weight averaging (Liu et al. 2019) keeps its history in the buffers <c>epoch_sum</c>, <c>epoch_count</c>, <c>previous</c> and <c>before_previous</c> (T), which stay float64.
/// </remarks>
public sealed class MultiTaskLoss : nn.Module<IReadOnlyList<Tensor?>, Tensor>
{
    private readonly string[] _tasks;
    private readonly TaskWeighting _weighting;

    private MultiTaskLoss(string[] tasks, TaskWeighting weighting)
        : base(nameof(MultiTaskLoss))
    {
        Require.That(tasks.Length > 0, nameof(tasks), "at least one task", 0);
        foreach (var task in tasks)
            Require.That(!string.IsNullOrWhiteSpace(task), nameof(tasks), "names that are not blank", $"'{task}'");
        Require.That(tasks.Distinct(StringComparer.Ordinal).Count() == tasks.Length, nameof(tasks), "distinct names", string.Join(", ", tasks));
        _tasks = tasks;
        _weighting = weighting;
        weighting.Register(this, tasks.Length);
    }

    /// <summary>The factor that multiplies each task's loss now, by task name; for uncertainty weighting 1/(2 s^2).</summary>
    public IReadOnlyDictionary<string, double> Weights =>
        _tasks.Select((task, index) => (task, _weighting.Weight(this, index))).ToDictionary(pair => pair.task, pair => pair.Item2);

    /// <summary>Equation 4: fixed weights.</summary>
    /// <param name="tasks">Names and finite weights of at least 0.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="ArgumentException">No task, a blank or repeated name, or a weight that is negative or not finite.</exception>
    public static MultiTaskLoss Fixed(params (string Name, double Weight)[] tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        foreach (var (name, weight) in tasks)
            Require.That(double.IsFinite(weight) && weight >= 0, nameof(tasks), $"a finite weight of at least 0 for '{name}'", weight);
        return new MultiTaskLoss([.. tasks.Select(task => task.Name)], new FixedWeighting([.. tasks.Select(task => task.Weight)]));
    }

    /// <summary>Learned weights: sum L/(2 s^2) + ln(1 + s^2), s^2 = exp(log_variance), log_variance clamped to +-10 and 0 at the start.</summary>
    /// <param name="tasks">Task names.</param>
    /// <returns>The loss; give its parameters to the optimiser.</returns>
    /// <exception cref="ArgumentException">No task, or a blank or repeated name.</exception>
    public static MultiTaskLoss Uncertainty(params string[] tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return new MultiTaskLoss([.. tasks], new UncertaintyWeighting());
    }

    /// <summary>Weights that follow how fast each task's epoch mean falls; call <see cref="step"/> after each epoch. They sum to T and are 1 in the first two epochs.</summary>
    /// <param name="temperature">Softness, above 0; the larger, the more even the weights (2 in the source).</param>
    /// <param name="tasks">Task names.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="ArgumentException">The temperature is not positive, no task, or a blank or repeated name.</exception>
    public static MultiTaskLoss DynamicWeightAverage(double temperature, params string[] tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        Require.That(double.IsFinite(temperature) && temperature > 0, nameof(temperature), "a finite number above 0", temperature);
        return new MultiTaskLoss([.. tasks], new DynamicWeightAverage(temperature, tasks.Length));
    }

    /// <summary>Weighs losses given by position.</summary>
    /// <param name="losses">One scalar per task; null = skipped.</param>
    /// <returns>Scalar of at least float32.</returns>
    /// <exception cref="ArgumentException">The count differs, a loss is not a scalar, or all are null.</exception>
    public Tensor call(params Tensor?[] losses) => call((IReadOnlyList<Tensor?>)losses);

    /// <summary>Weighs losses given by name.</summary>
    /// <param name="losses">Scalars by task name; null or missing = skipped.</param>
    /// <returns>Scalar of at least float32.</returns>
    /// <exception cref="ArgumentException">A key names no task, a loss is not a scalar, or all are null or missing.</exception>
    public Tensor call(IReadOnlyDictionary<string, Tensor?> losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        foreach (var key in losses.Keys)
            Require.That(_tasks.Contains(key), nameof(losses), $"keys among {string.Join(", ", _tasks)}", $"'{key}'");
        return call((IReadOnlyList<Tensor?>)[.. _tasks.Select(task => losses.GetValueOrDefault(task))]);
    }

    /// <summary>Weighs one scalar per task.</summary>
    /// <param name="losses">One scalar per task; null = skipped.</param>
    /// <returns>Scalar of at least float32.</returns>
    /// <exception cref="ArgumentException">The count differs, a loss is not a scalar, or all are null.</exception>
    public override Tensor forward(IReadOnlyList<Tensor?> losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        Require.That(losses.Count == _tasks.Length, nameof(losses), $"{_tasks.Length} losses ({string.Join(", ", _tasks)})", losses.Count);
        for (var i = 0; i < losses.Count; i++)
            Require.That(losses[i] is not { } loss || loss.numel() == 1, nameof(losses), $"a scalar for '{_tasks[i]}'", $"shape ({string.Join(", ", losses[i]?.shape ?? [])})");
        Require.That(losses.Any(loss => loss is not null), nameof(losses), "at least one loss", "only null");

        using var scope = NewDisposeScope();
        Tensor? total = null;
        for (var i = 0; i < losses.Count; i++)
        {
            if (losses[i] is not { } loss)
                continue;

            var term = _weighting.Weigh(this, i, LossDtype.Widen(loss).reshape([]));
            total = total is null ? term : total.Plus(term);
        }

        return total!.MoveToOuterDisposeScope();
    }

    /// <summary>Ends an epoch of dynamic weight averaging: the means of the losses seen in training since the last call become the newest history.</summary>
    /// <exception cref="InvalidOperationException">The weights are fixed or learned.</exception>
    public void step() => _weighting.Step(this);

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        var kept = _weighting.KeepsDtype ? null : dtype;
        if (kept is not null || device is not null)
            base._toEpilog(kept, device, non_blocking);
    }
}
