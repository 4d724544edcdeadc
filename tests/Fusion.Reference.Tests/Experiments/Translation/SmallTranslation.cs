using Fusion.Reference.Data.Multi30k;
using Fusion.Reference.Data.Synthetic;
using Fusion.Reference.Data.Translation;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Text;

namespace Fusion.Reference.Tests.Experiments.Translation;

/// <summary>Generated Multi30K of a few lines, and a recipe with tiny widths.</summary>
internal static class SmallTranslation
{
    public static readonly TranslationRecipe Recipe = TranslationRows.Smoke with
    {
        Epochs = 1, BatchSize = 16, TextHidden = 6, DecoderHidden = 8, WordFeatures = 8, Latent = 6, DiscriminatorHidden = 8, MaxLength = 12, Lines = LineChoice.WithImages,
    };

    public static readonly IReadOnlyList<string> Settings =
        ["Epochs=2", "BatchSize=16", "TextHidden=6", "DecoderHidden=8", "WordFeatures=8", "Latent=6", "DiscriminatorHidden=8", "MaxLength=12", "Merges=0", "Beam=2"];

    public static void WriteMulti30k(string directory) => SyntheticMulti30k.Write(directory, new SyntheticTranslationOptions { TrainLines = 64, ValidationLines = 16, TestLines = 16 });

    public static ParallelCorpus Multi30k(TemporaryFolder folder)
    {
        WriteMulti30k(folder["multi30k"]);
        return Multi30kCorpus.Load(folder["multi30k"]);
    }

    /// <summary>What a recipe makes of the corpus.</summary>
    public static TranslationData Data(ParallelCorpus corpus, TranslationRecipe recipe)
    {
        var splits = Multi30kDataset.Dataset.Divide(corpus, recipe);
        var text = TextPair.Fit(recipe.ToTextOptions(), TranslationLines.Of(splits.Train, "en", recipe.Text), TranslationLines.Of(splits.Train, "fr", recipe.Text));
        return new TranslationData(splits, recipe, "en", text);
    }
}
