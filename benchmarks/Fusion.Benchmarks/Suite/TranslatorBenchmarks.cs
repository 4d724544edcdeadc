using BenchmarkDotNet.Attributes;
using Fusion.Benchmarks.Training;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Models.Translation;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Suite;

/// <summary>The text translator: a training step (the baseline), greedy decoding and beam search of 50 lines to 16 words.</summary>
public class TranslatorBenchmarks
{
    private TrainingRun? _run;
    private Translator? _model;
    private TranslationInput? _input;

    [GlobalSetup]
    public void SetUp()
    {
        set_num_threads(1);
        _run = new TrainingRun(new TranslatorProblem(TranslationModels.Seq2Seq), TrainingVariant.Timed);
        _model = TranslatorProblem.Translator(dropout: 0);
        _model.eval();
        var lines = TranslatorProblem.Sources(50);
        _input = new TranslationInput(PaddedLines.Tokens(lines), PaddedLines.Lengths(lines));
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _run?.Dispose();
        _model?.Dispose();
        _input?.Tokens.Dispose();
        _input?.Lengths.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void TrainingStep() => _run!.Step();

    [Benchmark]
    public int Greedy() => Decode(BeamOptions.Greedy with { MaxLength = 16 });

    [Benchmark]
    public int Beam5() => Decode(new BeamOptions(5, MaxLength: 16));

    private int Decode(BeamOptions options) => new BeamSearch(_model!, options).Translate(_input!).Count;
}
