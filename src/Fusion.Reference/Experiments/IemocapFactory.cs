using Fusion.Reference.Data.Synthetic;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>IEMOCAP for the command line and the report.</summary>
internal sealed class IemocapFactory : IExperimentFactory
{
    public IReadOnlyList<string> Keys => RecipeSettings.Keys<IemocapRecipe>();

    public IReadOnlyList<(string Name, string Title)> Tables => [.. IemocapStudies.Every.Select(study => (study.Name, study.Title))];

    public IReadOnlyList<string> Models =>
        [ModelStudies.All, .. IemocapStudies.Every.Select(study => study.Name), .. IemocapStudies.Every.SelectMany(study => study.Variants).Select(variant => variant.Name).Distinct()];

    public IReadOnlyList<string> MainRows => [.. IemocapStudies.Table3.Variants.Select(variant => variant.Name)];

    public string Row(string model, string? modalities) => ModelStudies.Row(IemocapStudies.Every, model, modalities, row => IemocapModels.Reads(row.Model));

    public string DefaultModels(Profile profile) => IemocapStudies.Table3.Name;

    public int DefaultSeeds(Profile profile) => 1;

    public void CheckOptions(ExperimentContext context)
    {
        var rows = IemocapStudies.Variants(context.Models);
        IemocapPlan.Check(IemocapPlan.RecipeOf(context), rows);
    }

    public void Synthesize(string directory) => SyntheticRelease.Write(directory, new SyntheticIemocapOptions());

    public IExperiment Create(ExperimentContext context, string directory) => IemocapExperiment.Load(context, IemocapPlan.RecipeOf(context), directory);

    public object Evaluate(RunDescription run, string data, string? split, Device device) => IemocapEvaluation.Of(run, data, split, device);

    public IExperimentResults Results(string output) => IemocapResults.Read(output);
}
