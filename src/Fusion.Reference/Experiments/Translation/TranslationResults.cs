using Fusion.Reference.Metrics;
using Fusion.Reference.Reports;
using Fusion.Reference.Training;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>What the run folders of a translation experiment say, row by row of its tables.</summary>
internal sealed class TranslationResults : IExperimentResults
{
    private static readonly BleuOptions Options = new() { Variant = BleuVariant.MultiBleu };

    private readonly ILookup<string, TranslatedRun> _runs;

    private TranslationResults(TranslationDataset dataset, IEnumerable<TranslatedRun> runs, int unfinished)
    {
        Dataset = dataset;
        _runs = runs.OrderBy(run => run.Scores.Seed).ToLookup(run => run.Scores.Model);
        Unfinished = unfinished;
    }

    public TranslationDataset Dataset { get; }

    public int Finished => All.Count();

    public int Unfinished { get; }

    public bool Synthetic => All.Any(run => run.Scores.Synthetic);

    public IEnumerable<RunEnvironment> Environments => All.Select(run => run.Environment);

    public IEnumerable<TranslatedRun> All => Rows.SelectMany(row => _runs[row]);

    /// <summary>The recipes of all runs.</summary>
    public RecipesOfRuns Recipes => RecipesOfRuns.Of(All.Select(run => (run.Scores.Model, run.Recipe)), Dataset.Variants, "model", "seed");

    /// <summary>Rows with at least one finished run, in the order of the report.</summary>
    public IReadOnlyList<string> Rows => [.. Dataset.Variants.Select(variant => variant.Name).Where(_runs.Contains)];

    public static TranslationResults Read(string output, TranslationDataset dataset)
    {
        var folders = RunFolder.All(output, dataset.Name);
        TranslatedRun[] runs = [.. folders.Where(folder => folder.IsFinished).Select(folder => new TranslatedRun(folder))];
        return new TranslationResults(dataset, runs, folders.Count - runs.Length);
    }

    /// <summary>The rows of one table that were run.</summary>
    public IReadOnlyList<ModelVariant<TranslationRecipe>> Of(ModelStudy<TranslationRecipe> study) => [.. study.Variants.Where(variant => _runs.Contains(variant.Name))];

    public IReadOnlyList<TranslatedRun> Runs(string row) => [.. _runs[row]];

    /// <summary>What nobody may overlook in a table or plot of some rows; null where there is nothing.</summary>
    /// <param name="rows">Names of the rows.</param>
    public string? Notice(IEnumerable<string> rows) => Synthetic ? "SYNTHETIC DATA"
        : ReadSyntheticSpeech(rows) ? "SYNTHETIC SPEECH"
        : null;

    /// <summary>Whether one of some rows reads lines that a program read aloud.</summary>
    /// <param name="rows">Names of the rows.</param>
    public bool ReadSyntheticSpeech(IEnumerable<string> rows) => Dataset.HasSyntheticSpeech
        && rows.Any(row => Dataset.Variants.Single(variant => variant.Name == row).Apply(new TranslationRecipe()).Modalities.Has(ModalitySets.Speech));

    /// <summary>A test metric over the seeds.</summary>
    public MeanOverSeeds Test(string row, string key) => MeanOverSeeds.Of([.. _runs[row].Select(run => run.Scores.Test[key])]);

    /// <summary>Target words or pieces learned from in a second; null where no run of the row has counted them.</summary>
    public double? TokensPerSecond(string row) => _runs[row].Average(run => run.TokensPerSecond);

    public double MillisecondsPerStep(string row) => _runs[row].Average(run => run.MillisecondsPerStep);

    /// <summary>
    /// Compares the BLEU of two rows on the main test set over the seeds both have; what the data set says is drawn, the same for every seed. Null where the
    /// two share no seed, were tested on other lines or references, or where there is nothing to draw.
    /// </summary>
    public BootstrapComparison? Compare(string first, string second)
    {
        var pairs = _runs[first].Join(_runs[second], run => run.Scores.Seed, run => run.Scores.Seed, (a, b) => (First: MainTest(a), Second: MainTest(b))).ToArray();
        if (pairs.Length == 0 || !pairs.All(pair => IsSame(pair.First, pairs[0].First) && IsSame(pair.Second, pairs[0].First)))
            return null;
        var statistics = Statistics([.. pairs.Select(pair => pair.First)]);
        return statistics.Length < 2 ? null : PairedBootstrap.Compare(
            statistics, Statistics([.. pairs.Select(pair => pair.Second)]),
            sums => sums.Chunk(sums.Length / pairs.Length).Average(seed => Bleu.Score(NGramStatistics.FromArray(seed), Options).Score) / 100, seed: 1);
    }

    public IEnumerable<string> Summary()
    {
        yield return $"{Dataset.Title}{(Notice(Rows) is { } notice ? $", {notice}" : "")}: BLEU and chrF on the first test set";
        foreach (var row in Rows)
        {
            var main = _runs[row].First().Tests[0];
            yield return SummaryLine.Of(row, Percent(row, TranslationMetrics.Key(main, TranslationMetrics.Bleu)), Percent(row, TranslationMetrics.Key(main, TranslationMetrics.Chrf)));
        }
    }

    public void Report(ReportBuilder report) => TranslationReport.Add(report, this);

    private MeanOverSeeds Percent(string row, string key) => MeanOverSeeds.Of([.. _runs[row].Select(run => run.Scores.Test[key] / 100)]);

    private static TranslationFile.Row[] MainTest(TranslatedRun run) => [.. run.Translations.Where(row => row.Split == run.Tests[0])];

    private static bool IsSame(TranslationFile.Row[] rows, TranslationFile.Row[] others) =>
        rows.Select(row => (row.Id, row.Reference)).SequenceEqual(others.Select(row => (row.Id, row.Reference)));

    // For each line, or each group of them, the statistics of every seed, one seed after the other.
    private double[][] Statistics(IReadOnlyList<TranslationFile.Row[]> seeds)
    {
        var bySeed = seeds.Select(rows => rows.Zip(Bleu.Segments([.. rows.Select(row => row.Hypothesis)], [[.. rows.Select(row => row.Reference)]], Options)).Index()
            .GroupBy(line => Dataset.DrawsGroups ? line.Item.First.Group : $"{line.Index}", (_, lines) => NGramStatistics.Sum(lines.Select(line => line.Item.Second)).ToArray()).ToArray()).ToArray();
        return [.. Enumerable.Range(0, bySeed[0].Length).Select(group => bySeed.SelectMany(groups => groups[group]).ToArray())];
    }
}
