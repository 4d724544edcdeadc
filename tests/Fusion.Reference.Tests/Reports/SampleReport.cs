using Fusion.Reference.Reports;
using Fusion.Reference.Tests.Reports.Plots;

namespace Fusion.Reference.Tests.Reports;

/// <summary>A report with a block of every kind, as long and as wide as a real one.</summary>
internal static class SampleReport
{
    public const string Notice = "SYNTHETIC DATA: no number here says anything about the real datasets";

    public static ReportBuilder Build(bool synthetic = true)
    {
        var report = new ReportBuilder("Adaptive Fusion Techniques for Multimodal Data: reproduction", "Profile smoke, 3 seeds, CPU with 2 threads, 24 November 2026");
        if (synthetic)
            report.SyntheticNotice = Notice;
        return report
            .Section("Summary")
            .Paragraph("Every row of the paper's Tables 1 to 3 appears below with the paper's figure, ours as a mean and standard deviation over seeds, the number of parameters and the time of a training step. What could not be run says why.")
            .Note("The paper's BLEU-1 to BLEU-3 columns are not consistent with each other in three rows; only BLEU-4 is compared.")
            .Note("Multi30K images are not available: run the command below to see how to get them.", NoteKind.Warning)
            .Code("dotnet run -c Release --project src/Fusion.Reference -- reproduce multi30k --data DIR --profile full --seeds 5 --device cuda:0 --resume")
            .Definitions(
                ("Data", "embedded synthetic data in the datasets' own file formats"),
                ("Command", "reproduce all --seeds 3"),
                ("Wall time", "4 min 12 s"),
                ("Device", "cpu, 2 threads"))
            .Section("How2: English to Portuguese")
            .Table(Scores())
            .Figures(
                new ReportFigure("how2-curves", SamplePlots.TrainingCurves(), "Training loss falls and BLEU rises for five models; the low-rank tensor fusion learns fastest.", "Training loss and validation BLEU-4 by epoch, mean over seeds."),
                new ReportFigure("how2-bars", SamplePlots.ComparisonBars(), "Bars of the paper's and our BLEU-4 for six models; ours are lower for every fused model.", "BLEU-4 of the paper and of this run; error bars are one standard deviation over seeds."))
            .Figure("how2-word-drop", SamplePlots.WordDrop(), "BLEU-4 falls as more source words are replaced; GAN-Fusion falls slowest.", "BLEU-4 against the share of source words replaced by an unknown token (Figure 6 of the paper).")
            .Section("IEMOCAP: emotion recognition")
            .Subsection("Latent space")
            .Paragraph("Two principal components of the latent vectors of the test set.")
            .Figure("iemocap-latent", SamplePlots.LatentScatter(), "Six emotions overlap before fusion and form separate clusters after it.", "Latent vectors before and after fusion (Figure 4 of the paper).")
            .Subsection("Errors")
            .Figures(
                new ReportFigure("iemocap-confusion", SamplePlots.ConfusionMatrix(), "Confusion matrix of six emotions; most mass is on the diagonal, angry and frustrated are confused most.", "Confusion matrix of GAN-Fusion."),
                new ReportFigure("iemocap-cost", SamplePlots.CostQuality(), "Macro F1 against parameters: GAN-Fusion is best at six million parameters.", "Macro F1 against the number of parameters."))
            .Section("How the numbers came about")
            .List("Every seed draws its own initial weights and batch order.", "The best epoch by validation score is scored on the test set once.")
            .Details("Hyperparameters of every model", inner => inner
                .Paragraph("The paper states neither learning rate nor batch size; these are ours.")
                .Table(new("Hyperparameters", [new("Model"), ReportColumn.Number("Learning rate"), ReportColumn.Number("Batch")], [new("Auto-Fusion", "0.001", "64"), new("GAN-Fusion", "0.0005", "64")])));
    }

    private static ReportTable Scores() => new(
        "BLEU-4 on the How2 test set, 0 to 100. Bold: the best of this run.",
        [
            new("Model"), new("Modalities", ColumnAlign.Center), ReportColumn.Number("Paper"), ReportColumn.Number("This run"), ReportColumn.Number("SD"),
            ReportColumn.Number("Seeds"), ReportColumn.Number("Parameters"), ReportColumn.Number("ms per step"), new("Against matched concatenation"),
        ],
        [
            ReportRow.Group("Quoted by the paper"),
            new("Unimodal SPM Transformer (Raunak et al. 2019)", "t", "55.5", ReportCell.Muted("not run"), "", "", "", "", ReportCell.Muted("quoted only")),
            new("Attention over Image Features (Wu et al. 2019)", "s v t", "56.2", ReportCell.Muted("not run"), "", "", "", "", ReportCell.Muted("quoted only")),
            ReportRow.Group("Sequence to sequence"),
            new("Without attention", "t", "14.60", "12.90", "0.61", "3", "5,120,330", "41.2", "\u221231.2 [\u221233.0, \u221229.5], p\u00a0<\u00a00.001"),
            new("With attention", "t", "47.34", "44.10", "0.92", "3", "5,710,410", "52.9", "\u22123.4 [\u22124.6, \u22122.2], p\u00a0<\u00a00.001"),
            ReportRow.Group("Fusion"),
            new("Concatenation, same parameters", "s v t", ReportCell.Muted("\u2013"), "47.50", "0.80", "3", "11,020,004", "75.0", ReportCell.Muted("reference")),
            new("Auto-Fusion", "s v t", "57.80", "48.20", "1.13", "3", "9,310,554", "70.3", "+0.7 [\u22120.5, +1.9], p\u00a0=\u00a00.26") { Emphasis = true },
            new("GAN-Fusion", "s v t", "59.83", ReportCell.Strong("49.00"), "2.41", "3", "11,008,121", "93.8", "+1.5 [+0.1, +2.8], p\u00a0=\u00a00.034") { Emphasis = true },
        ],
        ["Difference, 95 % interval and Holm-corrected p of a paired bootstrap over sentences, 9,999 draws."]);
}
