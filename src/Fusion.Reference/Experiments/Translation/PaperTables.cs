namespace Fusion.Reference.Experiments.Translation;

/// <summary>Tables 1 and 2 of the paper as printed.</summary>
internal static class PaperTables
{
    /// <summary>One row.</summary>
    /// <param name="Name">The paper's name.</param>
    /// <param name="Modalities">What it reads, in the paper's letters.</param>
    /// <param name="Model">The middle of our row's name; null where the paper quotes others.</param>
    /// <param name="Scores">BLEU-1 to BLEU-4 in Table 1, BLEU-4 and METEOR in Table 2; null where nothing is printed.</param>
    public sealed record Row(string Name, string Modalities, string? Model, params IReadOnlyList<double?> Scores);

    public static readonly IReadOnlyList<Row> Table1 =
    [
        new("Unimodal S2S (quoted)", "t", null, null, null, null, 54.4),
        new("Multimodal S2S (quoted)", "s-v-t", null, null, null, null, 54.4),
        new("BPE Multimodal (quoted)", "s-v-t", null, null, null, null, 51.0),
        new("Unimodal SPM Transformer (quoted)", "t", null, null, null, null, 55.5),
        new("Attention over Image Features (quoted)", "s-v-t", null, null, null, null, 56.2),
        new("Seq2Seq w/o attention", "t", TranslationRows.Plain, 48.32, 30.63, 20.79, 14.60),
        new("Seq2Seq w/o attention", "s", TranslationRows.Plain, 20.11, 7.01, 3.12, 1.57),
        new("Seq2Seq w/o attention", "v", TranslationRows.Plain, 19.28, 6.35, 2.33, 1.03),
        new("Seq2Seq", "t", TranslationModels.Seq2Seq, 79.21, 67.34, 52.67, 47.34),
        new("Auto-Fusion", "s-t", TranslationModels.Auto, 80.34, 67.83, 61.27, 55.01),
        new("Auto-Fusion", "s-v-t", TranslationModels.Auto, 85.23, 71.95, 69.54, 57.80),
        new("GAN-Fusion", "s-t", TranslationModels.Gan, 82.25, 69.43, 64.33, 56.5),
        new("GAN-Fusion", "s-v-t", TranslationModels.Gan, 89.66, 74.48, 71.29, 59.83),
    ];

    public static readonly IReadOnlyList<Row> Table2 =
    [
        new("Unimodal Seq2Seq (quoted)", "t", null, 36.3, 56.9),
        new("MeMAD (quoted)", "v-t", null, 44.1, 64.3),
        new("Auto-Fusion", "v-t", TranslationModels.Auto, 42.31, 61.7),
        new("GAN-Fusion", "v-t", TranslationModels.Gan, 44.23, 63.8),
    ];

    /// <summary>Why the figures of Table 1 cannot be set beside ours.</summary>
    public static readonly IReadOnlyList<string> WhatTable1Is =
    [
        "How2's owners withdrew it; the same rows on other data show the order of the models, not the paper's figures.",
        "BLEU-1 to BLEU-3 of three rows imply n-gram precisions that rise with n (GAN-Fusion s-v-t: 89.7, 61.9, 65.3, 35.4), which one output can hardly have.",
        "The published code scores with NLTK against references without accents, digits and commas, cut to 30 words, with rare words made unknown and the end mark counted; the quoted rows are scored otherwise. Our tables give both readings.",
    ];

    /// <summary>The same for Table 2.</summary>
    public static readonly IReadOnlyList<string> WhatTable2Is =
    [
        "Which of Multi30K's test sets the paper used is not stated. The quoted figures appear to be those of the 2018 shared task, whose references were published after the paper's experiments could have used them.",
        "MeMAD was trained on much other text beside Multi30K, so a figure near it is not like for like.",
        "The paper's image features are those of a VGG network without further detail.",
    ];
}
