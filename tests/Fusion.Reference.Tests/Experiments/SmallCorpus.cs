using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Data.Synthetic;
using Fusion.Reference.Experiments;

namespace Fusion.Reference.Tests.Experiments;

/// <summary>A generated corpus and a recipe that trains in a moment.</summary>
internal static class SmallCorpus
{
    /// <summary>Overrides that make every model tiny.</summary>
    public static readonly string[] Settings =
        ["Epochs=2", "TextHidden=8", "AudioHidden=6", "Latent=6", "DiscriminatorHidden=8", "BatchSize=40"];

    public static void Write(string directory) =>
        SyntheticIemocap.Write(directory, new SyntheticIemocapOptions { DialogsPerSession = 2, UtterancesPerClass = 2, Vectors = false });

    public static IemocapData Load(TemporaryFolder folder, IemocapRecipe recipe)
    {
        Write(folder["iemocap"]);
        return new IemocapData(IemocapCorpus.Load(folder["iemocap"]), recipe);
    }
}
