using static TorchSharp.torch;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>A translation data set for the command line and the report.</summary>
/// <param name="dataset">The data set.</param>
internal sealed class TranslationFactory(TranslationDataset dataset) : IExperimentFactory
{
    public IReadOnlyList<string> Keys => dataset.Keys;

    public IReadOnlyList<(string Name, string Title)> Tables => [.. dataset.Studies.Select(study => (study.Name, study.Title))];

    public IReadOnlyList<string> Models =>
        [ModelStudies.All, .. dataset.WithOwn.Select(study => study.Name), .. dataset.Variants.Select(variant => variant.Name)];

    public bool HasGenerator => dataset.Synthesize is not null;

    public IReadOnlyList<string> MainRows => [.. dataset.Named(DefaultModels(Profile.Quick)).Select(variant => variant.Name)];

    public string Row(string model, string? modalities)
    {
        if (TranslationModels.Names.Contains(model))
            return TranslationRows.Name(TranslationRows.OwnPrefix, model, Modalities(model, modalities));
        return ModelStudies.Row(dataset.WithOwn, model, modalities, row => row.Apply(new TranslationRecipe()).Modalities, TranslationModels.Names);
    }

    public string DefaultModels(Profile profile) => dataset.Default(profile);

    public int DefaultSeeds(Profile profile) => 1;

    public void CheckOptions(ExperimentContext context)
    {
        var rows = dataset.Named(context.Models);
        RecipeSettings.RequireKept(TranslationExperiment.RecipeOf(context, dataset), context.Settings, rows);
    }

    public void Synthesize(string directory) => dataset.Synthesize!(directory);

    public IExperiment Create(ExperimentContext context, string directory) => new TranslationExperiment(context, dataset, directory);

    public object Evaluate(RunDescription run, string data, string? split, Device device)
    {
        using var translator = StoredTranslator.Load(run, [dataset], device);
        return translator.Evaluate(data, split);
    }

    public IExperimentResults Results(string output) => TranslationResults.Read(output, dataset);

    // One modality is what seq2seq is for, and nothing to fuse.
    private ModalitySet Modalities(string model, string? letters)
    {
        var fuses = model != TranslationModels.Seq2Seq;
        if (letters is null)
            return fuses ? dataset.Modalities : ModalitySet.T;
        var set = ModalitySets.Parse(letters);
        return !fuses || set.Names().Count > 1 ? set
            : throw new UserErrorException($"--modalities {letters}: expected two or more for {model} to fuse; {TranslationModels.Seq2Seq} reads a single one");
    }
}
