using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Metrics;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>Scores a finished IEMOCAP run on a part of the corpus.</summary>
internal static class IemocapEvaluation
{
    /// <summary>Reads the corpus and the run, and scores it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="data">The folder that holds the corpus's.</param>
    /// <param name="split">Name of a part; null: test.</param>
    /// <param name="device">Where to put the model.</param>
    public static ClassificationReport Of(RunDescription run, string data, string? split, Device device)
    {
        var (model, recipe) = (run.Variant(IemocapStudies.Variants(ModelStudies.All)).Model, run.Recipe<IemocapRecipe>().Validated());
        var folder = run.DataFolder(data);
        var frames = IemocapModels.ReadsFrames(model, recipe);
        var corpus = IemocapCorpus.Load(folder, new IemocapLoading { Frames = frames, Cache = Cache(run) });
        run.RequireSameData(folder, IemocapExperiment.FingerprintOf(corpus, recipe));
        var parts = new IemocapData(corpus, recipe, frames);
        using var trained = IemocapModels.Build(model, recipe, parts, 1, device);
        run.LoadWeights(trained);
        var task = new IemocapTask(parts, trained, seed: 0, device, recipe.Schedule);
        return ClassifierEvaluation.Of(run, split, parts.Classes, (parts.Test, parts.Validation, parts.Train), task.Predict);
    }

    // What the run's output folder has measured of recordings; without one nothing is kept, for nobody said where.
    private static string? Cache(RunDescription run) => run.Output is { } output && IemocapExperiment.CacheIn(output) is var file && File.Exists(file) ? file : null;
}
