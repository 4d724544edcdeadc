using Fusion.Reference.Data.Mboshi;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>Mboshi: Table 1's rows t, s and s-t with real speech. Outside the paper.</summary>
internal static class MboshiDataset
{
    private static readonly TranslationRows Rows = new("mboshi", recipe => recipe);

    public static readonly ModelStudy<TranslationRecipe> Table1 = new("mboshi-table1", "Table 1's rows with real speech: Mboshi to French",
    [
        .. new[] { ModalitySet.T, ModalitySet.S }.Select(Rows.RowWithoutAttention),
        Rows.Row(TranslationModels.Seq2Seq, ModalitySet.T), .. Rows.Fusions(ModalitySet.ST),
    ]);

    // A few thousand short lines: few merges, and more dropout.
    private static readonly TranslationRecipe Recipe = new() { Merges = 2000, JointVocabulary = false, Dropout = 0.4 };

    public static readonly TranslationDataset Dataset = new(
        MboshiCorpus.Dataset, "Mboshi", [Table1], _ => Table1.Name,
        profile => TranslationRows.For(profile, Recipe, TranslationRows.Smoke),
        (folder, _) => MboshiCorpus.Load(folder), (corpus, _) => new(corpus["train"], corpus["val"], [corpus["test"]]), null) { Modalities = ModalitySet.ST };
}
