using Fusion.Reference.Data.How2;
using Fusion.Reference.Data.Synthetic;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>How2: Table 1.</summary>
internal static class How2Dataset
{
    private static readonly TranslationRows Rows = new("how2", recipe => recipe with { Target = TargetLanguage.Pt });

    public static readonly ModelStudy<TranslationRecipe> Table1 = new("how2-table1", "Table 1: How2, English to Portuguese",
    [
        .. new[] { ModalitySet.T, ModalitySet.S, ModalitySet.V }.Select(Rows.RowWithoutAttention),
        Rows.Row(TranslationModels.Seq2Seq, ModalitySet.T), .. Rows.Fusions(ModalitySet.ST, ModalitySet.VT, ModalitySet.SVT),
    ]);

    // As published, How2 has raw text alone.
    private static readonly TranslationRecipe Recipe = new() { Text = Text.TextForm.Raw, Target = TargetLanguage.Pt };

    // Two signals to find instead of one: a steadier rate.
    private static readonly TranslationRecipe Smoke = TranslationRows.Smoke with { Text = Recipe.Text, Target = Recipe.Target, Dropout = 0, LearningRate = 4e-3, LearningRateDecay = 0.95 };

    public static readonly TranslationDataset Dataset = new(
        How2Corpus.Dataset, "How2", [Table1], DefaultModels,
        profile => TranslationRows.For(profile, Recipe, Smoke),
        (folder, recipe) => How2Corpus.Load(folder, new() { NormalizeSpeech = recipe.NormalizeSpeech }),
        (corpus, _) => new(corpus["train"], corpus["val"], [.. corpus.Splits.Skip(2), corpus["val"]]),
        folder => SyntheticHow2.Write(folder, new SyntheticTranslationOptions())) { Drawn = "videos" };

    private static string DefaultModels(Profile profile) => profile == Profile.Smoke
        ? string.Join(',', new[] { (TranslationModels.Seq2Seq, ModalitySet.T), (TranslationModels.Auto, ModalitySet.SVT), (TranslationModels.Gan, ModalitySet.SVT) }
            .Select(row => TranslationRows.Name("how2", row.Item1, row.Item2)))
        : Table1.Name;
}
