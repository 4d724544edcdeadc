using BenchmarkDotNet.Attributes;
using Fusion.Reference.Metrics;

namespace Fusion.Benchmarks.Suite;

/// <summary>Scores of 1,000 translations; the baseline is BLEU.</summary>
public class MetricBenchmarks
{
    private string[] _references = [];
    private string[] _hypotheses = [];

    [GlobalSetup]
    public void SetUp()
    {
        _references = GeneratedText.Sentences(1000, seed: 2);
        _hypotheses = GeneratedText.Disturbed(_references);
    }

    [Benchmark(Baseline = true)]
    public double Bleu4() => Bleu.Corpus(_hypotheses, [_references]).Score;

    [Benchmark]
    public double ChrF() => Chrf.Corpus(_hypotheses, [_references]);

    [Benchmark]
    public double Meteor() => new Meteor15("fr").Corpus(_hypotheses, [_references]).Score;
}
