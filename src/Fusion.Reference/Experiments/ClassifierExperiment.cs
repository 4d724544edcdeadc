namespace Fusion.Reference.Experiments;

/// <summary>An experiment whose runs train classifiers.</summary>
/// <typeparam name="TRun">One run.</typeparam>
/// <param name="name">Name of the experiment and of its folder.</param>
/// <param name="context">What all experiments share.</param>
/// <param name="runs">The runs in order.</param>
/// <param name="epochs">Most epochs of a run.</param>
internal abstract class ClassifierExperiment<TRun>(string name, ExperimentContext context, IReadOnlyList<TRun> runs, int epochs) : RunsExperiment<TRun>(name, context, runs, epochs)
{
    protected override IReadOnlyList<ShownMetric> TestMetrics(TRun run) => [ShownMetric.Accuracy, ShownMetric.MacroF1];

    protected override ShownMetric ValidationMetric => ShownMetric.MacroF1;
}
