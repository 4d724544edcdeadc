using BenchmarkDotNet.Attributes;
using Fusion.Reference.Text;

namespace Fusion.Benchmarks.Suite;

/// <summary>Text of 10,000 sentences: tokens (the baseline), pieces of byte-pair encoding, and learning 1,000 merges.</summary>
public class TextBenchmarks
{
    private string[] _sentences = [];
    private string[][] _tokens = [];
    private BpeMerges? _merges;

    [GlobalSetup]
    public void SetUp()
    {
        _sentences = GeneratedText.Sentences(10_000, seed: 2);
        var tokenizer = new MosesTokenizer(Language.Find("en"));
        _tokens = [.. _sentences.Select(tokenizer.LowerCasedTokens)];
        _merges = BpeLearner.Learn(_tokens, 1000);
    }

    [Benchmark(Baseline = true)]
    public int Tokens()
    {
        var tokenizer = new MosesTokenizer(Language.Find("en"));
        return _sentences.Sum(sentence => tokenizer.LowerCasedTokens(sentence).Length);
    }

    [Benchmark]
    public int Pieces()
    {
        // A new one each time: it remembers words.
        var segmenter = new BpeSegmenter(_merges!);
        return _tokens.Sum(tokens => segmenter.Segment(tokens).Length);
    }

    [Benchmark]
    public int Learn() => BpeLearner.Learn(_tokens, 1000).Pairs.Count;
}
