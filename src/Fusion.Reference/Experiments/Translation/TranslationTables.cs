using Fusion.Reference.Reports;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>Tables of the translation experiments.</summary>
internal static class TranslationTables
{
    private const string SpeechOfAProgram = "Where a row reads speech, it is SYNTHETIC: the English lines read aloud by a program. It carries their words and no speaker.";

    /// <summary>Each test set's BLEU in both readings, and what the row costs.</summary>
    public static ReportTable Scores(TranslationResults results, ModelStudy<TranslationRecipe> study, IReadOnlyList<ModelVariant<TranslationRecipe>> rows)
    {
        string[] tests = [.. rows.SelectMany(row => results.Runs(row.Name)[0].Tests).Distinct()];
        string[] names = [.. rows.Select(row => row.Name)];
        return new ReportTable(
            Caption($"Ours: {study.Title} (mean ± standard deviation over seeds)", results.Notice(names)),
            [
                new("Row"), .. tests.Select(test => ReportColumn.Number($"{test}: BLEU-4")), ReportColumn.Number("METEOR 1.5"), ReportColumn.Number("chrF"),
                .. tests.Select(test => ReportColumn.Number(tests.Length == 1 ? "Authors' BLEU-4" : $"{test}: authors' BLEU-4")), ReportColumn.Number("Authors' METEOR"), ReportColumn.Number("Seeds"), ReportColumn.Number("Parameters"), ReportColumn.Number("ms per step"), ReportColumn.Number("Target tokens/s"),
            ],
            [.. rows.Select(row => Row(results, row.Name, tests))],
            [
                "BLEU-4: tokens as they are, pieces of words merged, references whole, not smoothed. METEOR 1.5 by exact words and stems, in percent. Both, and chrF, beside the authors' reading: NLTK's BLEU and METEOR on their normalised text, references cut to 30 words, rare words unknown, the end mark counted.",
                "METEOR in both readings and chrF are for the first test set. Parameters are all trained values. A step is one batch: forward, backward, clipping and Adam. Target tokens per second: what is learned from in training, making batches included and validation not; the pieces of the target words, or whole words where Merges=0, and each line's end.",
                Text($"The paper gives its translation model with GAN-Fusion about 11 million parameters and no more about them; the largest here has {rows.Max(row => results.Runs(row.Name)[0].Scores.Parameters):N0}."),
                .. results.ReadSyntheticSpeech(names) ? new[] { SpeechOfAProgram } : [],
            ]);
    }

    /// <summary>BLEU-1 to BLEU-4 in both readings, as Table 1 prints them.</summary>
    public static ReportTable EveryOrder(TranslationResults results, IReadOnlyList<ModelVariant<TranslationRecipe>> rows) => new(
        Caption("BLEU-1 to BLEU-4 on the first test set, cumulative, in both readings", results.Notice(rows.Select(row => row.Name))),
        [new("Row"), .. new[] { "BLEU", "Authors' BLEU" }.SelectMany(name => Enumerable.Range(1, 4).Select(order => ReportColumn.Number(Text($"{name}-{order}"))))],
        [.. rows.Select(row => new ReportRow([row.Name, .. new[] { TranslationMetrics.Bleu, TranslationMetrics.AuthorsBleu }.SelectMany(metric => Orders(results, row.Name, metric))]))]);

    /// <summary>BLEU by the probability of a dropped word.</summary>
    public static ReportTable Dropped(TranslationResults results, IReadOnlyList<string> rows) => new(
        Caption("BLEU-4 of greedy translations with source words made unknown with probability p", results.Notice(rows)),
        [new("Row"), .. TranslationExperiment.DropProbabilities.Select(p => ReportColumn.Number(Text($"p = {p:0.0}")))],
        [.. rows.Select(row => new ReportRow([row, .. TranslationExperiment.DropProbabilities.Select(p => (ReportCell)Score(results.Test(row, TranslationMetrics.Dropped(results.Runs(row)[0].Tests[0], p))))]))]);

    /// <summary>A table of the paper as printed, and in its last column ours, or why there is no figure of ours.</summary>
    public static ReportTable Paper(TranslationResults results, ModelStudy<TranslationRecipe> study, int number, IReadOnlyList<PaperTables.Row> rows, IReadOnlyList<string> columns) => new(
        Caption(Text($"The paper's Table {number} as printed, and our BLEU-4 of the same row{(results.Synthetic ? ", not to be compared" : "")}"), results.Notice(results.Of(study).Select(row => row.Name))),
        [new("Row"), new("Reads"), .. columns.Select(ReportColumn.Number), ReportColumn.Number("Ours: BLEU-4")],
        [.. rows.Select(row => new ReportRow([row.Name, row.Modalities, .. row.Scores.Select(Printed), Ours(results, study, row)]))]);

    public static ReportTable EveryRun(TranslationResults results) => new(
        Caption("One line per run", results.Notice(results.Rows)),
        [
            new("Row"), ReportColumn.Number("Seed"), ReportColumn.Number("Epoch chosen"), ReportColumn.Number("Epochs"), ReportColumn.Number("Validation BLEU, greedy"), ReportColumn.Number("Test BLEU-4"),
            ReportColumn.Number("sacreBLEU"), ReportColumn.Number("Authors' BLEU-4"),
        ],
        [.. results.All.Select(run => new ReportRow(
            run.Scores.Model, Text($"{run.Scores.Seed}"), Text($"{run.Scores.BestEpoch}"), Text($"{run.Scores.Epochs}"), Text($"{run.Scores.Validation[TranslationTask.BleuMetric]:0.0}"),
            OfMainTest(run, TranslationMetrics.Bleu), OfMainTest(run, TranslationMetrics.SacreBleu), OfMainTest(run, TranslationMetrics.AuthorsBleu)))]);

    /// <summary>A caption with what nobody may overlook.</summary>
    public static string Caption(string caption, string? notice) => notice is null ? caption : $"{caption}. {notice}";

    private static ReportCell OfMainTest(TranslatedRun run, string metric) => Text($"{run.Scores.Test[TranslationMetrics.Key(run.Tests[0], metric)]:0.0}");

    private static ReportCell Ours(TranslationResults results, ModelStudy<TranslationRecipe> study, PaperTables.Row row)
    {
        if (row.Model is null)
            return ReportCell.Muted("not available: quoted from others");
        if (study.Variants.SingleOrDefault(variant => variant.Name.EndsWith($".{row.Model}.{row.Modalities}", StringComparison.Ordinal)) is not { Name: var own })
            return ReportCell.Muted($"not available: {results.Dataset.Title} lacks a modality");
        return results.Runs(own) is [var run, ..] ? Score(results.Test(own, TranslationMetrics.Key(run.Tests[0], TranslationMetrics.Bleu))) : ReportCell.Muted("not available: not run");
    }

    private static ReportRow Row(TranslationResults results, string row, IReadOnlyList<string> tests)
    {
        var run = results.Runs(row)[0];
        var main = run.Tests[0];
        return new ReportRow(
        [
            row, .. tests.Select(test => OnTest(test, TranslationMetrics.Bleu)),
            Share(results.Test(row, TranslationMetrics.Key(main, TranslationMetrics.Meteor))), Score(results.Test(row, TranslationMetrics.Key(main, TranslationMetrics.Chrf))),
            .. tests.Select(test => OnTest(test, TranslationMetrics.AuthorsBleu)), Share(results.Test(row, TranslationMetrics.Key(main, TranslationMetrics.AuthorsMeteor))),
            Text($"{results.Runs(row).Count}"), Text($"{run.Scores.Parameters:N0}"), Text($"{results.MillisecondsPerStep(row):0.0}"),
            results.TokensPerSecond(row) is { } speed ? Text($"{speed:N0}") : ReportCell.Muted("–"),
        ]);

        ReportCell OnTest(string test, string metric) =>
            run.Has(TranslationMetrics.Key(test, metric)) ? Score(results.Test(row, TranslationMetrics.Key(test, metric))) : ReportCell.Muted("–");
    }

    private static IEnumerable<ReportCell> Orders(TranslationResults results, string row, string metric)
    {
        var main = results.Runs(row)[0].Tests[0];
        return Enumerable.Range(1, 4).Select(order => (ReportCell)Score(results.Test(row, TranslationMetrics.Key(main, order == 4 ? metric : Text($"{metric}-{order}")))));
    }

    // From 0 to 100 already.
    private static ReportCell Score(MeanOverSeeds score) => score.Count > 1 ? Text($"{score.Mean:0.0} ± {score.Deviation:0.0}") : Text($"{score.Mean:0.0}");

    private static ReportCell Share(MeanOverSeeds score) => score.Percent;

    private static ReportCell Printed(double? value) => value is { } number ? Text($"{number:0.0#}") : ReportCell.Muted("–");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
