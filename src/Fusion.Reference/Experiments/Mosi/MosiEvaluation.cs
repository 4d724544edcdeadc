using Fusion.Reference.Data.Mosi;
using Fusion.Reference.Metrics;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments.Mosi;

/// <summary>Scores a finished CMU-MOSI run on a part of the corpus, no modality missing.</summary>
internal static class MosiEvaluation
{
    /// <summary>Reads the corpus and the run, and scores it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="data">The folder that holds the corpus's.</param>
    /// <param name="split">Name of a part; null: test.</param>
    /// <param name="device">Where to put the model.</param>
    public static ClassificationReport Of(RunDescription run, string data, string? split, Device device)
    {
        var (model, recipe) = (run.Variant(MosiStudies.Variants).Model, run.Recipe<MosiRecipe>().Validated());
        var folder = run.DataFolder(data);
        var parts = new MosiData(MosiCorpus.Load(folder));
        run.RequireSameData(folder, MosiExperiment.FingerprintOf(folder));
        using var trained = MosiModels.Build(model, recipe, 1, device);
        run.LoadWeights(trained);
        return ClassifierEvaluation.Of(run, split, parts.Classes, (parts.Test, parts.Validation, parts.Train), new MosiTask(parts, trained, recipe, seed: 0, device).Predict);
    }
}
