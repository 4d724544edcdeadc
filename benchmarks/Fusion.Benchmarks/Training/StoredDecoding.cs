using Fusion.Reference;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Training;

/// <summary>A translator that was trained, on lines of its data: what the reference program's evaluation decodes.</summary>
internal static class StoredDecoding
{
    /// <summary>A case of a finished run; its lines are read now, so that what is wrong with them is said before anything is started.</summary>
    /// <param name="run">A run of a translator that reads text alone, of the kind that PyTorch's script has.</param>
    /// <param name="data">The folder that holds the data sets.</param>
    /// <param name="split">Name of a split; null: the run's main test set.</param>
    /// <exception cref="UserErrorException">The run is of another kind, or the data are not its own.</exception>
    public static DecodingCase Case(RunDescription run, string data, string? split)
    {
        using var translator = Load(run, CPU);
        RequirePeer(run, translator.Recipe);
        var (name, batches) = translator.Batches(data, split);
        var options = translator.Recipe.ToBeamOptions();
        return new DecodingCase(
            $"{run.Experiment}/{run.Row}/{name}-{batches.Sum(batch => batch.Rows.Length)}/beam-{options.Beam}", quick: true,
            device => new DecodingProblem(Load(run, device).Model, [.. batches.Select(batch => batch.Input)], options));
    }

    private static StoredTranslator Load(RunDescription run, Device device) => StoredTranslator.Load(run, ExperimentCatalog.Translations, device);

    private static void RequirePeer(RunDescription run, TranslationRecipe recipe)
    {
        if (recipe is not
            {
                Modalities: ModalitySet.T, JointVocabulary: true, TextLearner: TextLearnerKind.Lstm, TextDirections: Fusion.Reference.Models.TextDirections.Concat,
                Start: Fusion.Reference.Models.Translation.DecoderStart.Bridge, Attention: true, TiedOutput: true,
            })
            throw new UserErrorException(
                $"{run.Folder.RecipeFile}: expected a run that PyTorch's script can decode, with Modalities=T, JointVocabulary=true, TextLearner=Lstm, TextDirections=Concat, Start=Bridge, Attention=true and TiedOutput=true, found {run.Row} with other settings");
    }
}
