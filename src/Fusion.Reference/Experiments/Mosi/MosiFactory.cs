using Fusion.Reference.Data.Synthetic;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments.Mosi;

/// <summary>CMU-MOSI for the command line and the report.</summary>
internal sealed class MosiFactory : IExperimentFactory
{
    public IReadOnlyList<string> Keys => RecipeSettings.Keys<MosiRecipe>();

    public IReadOnlyList<(string Name, string Title)> Tables => [.. MosiStudies.Every.Select(study => (study.Name, study.Title))];

    public IReadOnlyList<string> Models => [ModelStudies.All, .. MosiStudies.Every.Select(study => study.Name), .. MosiStudies.Variants.Select(variant => variant.Name)];

    public IReadOnlyList<string> MainRows => [.. MosiStudies.Named(MosiStudies.Usual).Select(variant => variant.Name)];

    public string Row(string model, string? modalities) => ModelStudies.Row(MosiStudies.Every, model, modalities, row => MosiModels.Reads(row.Model));

    public string DefaultModels(Profile profile) => MosiStudies.Usual;

    // A run takes seconds, and one seed of so small a test set says little.
    public int DefaultSeeds(Profile profile) => profile switch
    {
        Profile.Smoke => 1,
        Profile.Quick => 3,
        _ => 5,
    };

    public void CheckOptions(ExperimentContext context)
    {
        _ = MosiStudies.Named(context.Models);
        _ = MosiExperiment.RecipeOf(context);
    }

    public void Synthesize(string directory) => SyntheticMosi.Write(directory, new SyntheticMosiOptions());

    public IExperiment Create(ExperimentContext context, string directory) => new MosiExperiment(context, MosiExperiment.RecipeOf(context), directory);

    public object Evaluate(RunDescription run, string data, string? split, Device device) => MosiEvaluation.Of(run, data, split, device);

    public IExperimentResults Results(string output) => MosiResults.Read(output);
}
