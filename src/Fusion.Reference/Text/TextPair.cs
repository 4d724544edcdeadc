using System.Runtime.InteropServices;

namespace Fusion.Reference.Text;

/// <summary>Source and target text of a translation experiment: learned from its training lines, stored beside its weights.</summary>
internal sealed class TextPair
{
    private TextPair(TextOptions options, TextPipeline source, TextPipeline target) => (Options, Source, Target) = (options, source, target);

    public TextOptions Options { get; }

    public TextPipeline Source { get; }

    public TextPipeline Target { get; }

    /// <summary>Learns merges and vocabularies from training text; no other text may take part.</summary>
    /// <param name="options">What to learn.</param>
    /// <param name="source">Lines of the source language.</param>
    /// <param name="target">Lines of the target language.</param>
    public static TextPair Fit(TextOptions options, IEnumerable<string> source, IEnumerable<string> target)
    {
        var (sourceWords, targetWords) = Splitters(options);
        var (sourceCounts, targetCounts) = (Count(sourceWords, source, options), Count(targetWords, target, options));
        var (sourceMerges, targetMerges) = Merges(options, sourceCounts, targetCounts);
        var (sourcePieces, targetPieces) = (Segmenter(options, sourceMerges, sourceCounts), Segmenter(options, targetMerges, targetCounts));
        var (sourceTokens, targetTokens) = (Tokens(options, sourcePieces, sourceCounts), Tokens(options, targetPieces, targetCounts));
        if (options.JointVocabulary)
            sourceTokens = targetTokens = Sum(sourceTokens, targetTokens);
        var sourceVocabulary = Vocabulary.Build(sourceTokens, options.MinimumCount);
        var targetVocabulary = options.JointVocabulary ? sourceVocabulary : Vocabulary.Build(targetTokens, options.MinimumCount);
        return new TextPair(options, new TextPipeline(sourceWords, sourcePieces, sourceVocabulary), new TextPipeline(targetWords, targetPieces, targetVocabulary));
    }

    /// <summary>Writes what was learned into a folder that exists: merges, allowed pieces and vocabularies, for each side or for both.</summary>
    public void Save(string folder)
    {
        foreach (var (pipeline, file) in new[] { (Source, new Files(folder, Options, "source")), (Target, new Files(folder, Options, "target")) })
        {
            pipeline.Vocabulary.Save(file.Vocabulary);
            pipeline.Pieces?.Merges.Save(file.Merges);
            pipeline.Pieces?.Allowed?.Save(file.Pieces);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="folder">Where it was written.</param>
    /// <param name="options">What was learned.</param>
    public static TextPair Load(string folder, TextOptions options)
    {
        var (source, target) = Splitters(options);
        return new TextPair(options, Load(source, new Files(folder, options, "source")), Load(target, new Files(folder, options, "target")));

        TextPipeline Load(WordSplitter splitter, Files files)
        {
            var allowed = options.PieceThreshold > 0 ? PieceVocabulary.Load(files.Pieces) : null;
            return new TextPipeline(splitter, options.Merges > 0 ? new BpeSegmenter(BpeMerges.Load(files.Merges), allowed) : null, Vocabulary.Load(files.Vocabulary));
        }
    }

    /// <summary>What makes words of the lines of each side; nothing of it is learned.</summary>
    public static (WordSplitter Source, WordSplitter Target) Splitters(TextOptions options) =>
        (new WordSplitter(options.Form, Language.Find(options.Source), options.Escape), new WordSplitter(options.Form, Language.Find(options.Target), options.Escape));

    private static Dictionary<string, long> Count(WordSplitter splitter, IEnumerable<string> lines, TextOptions options)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in lines)
            foreach (var word in splitter.Words(line).Take(options.MaxWords))
                CollectionsMarshal.GetValueRefOrAddDefault(counts, word, out _)++;
        return counts;
    }

    private static (BpeMerges? Source, BpeMerges? Target) Merges(TextOptions options, Dictionary<string, long> source, Dictionary<string, long> target)
    {
        if (options.Merges == 0)
            return (null, null);
        if (!options.JointMerges)
            return (BpeLearner.Learn(source, options.Merges), BpeLearner.Learn(target, options.Merges));
        var joint = BpeLearner.Learn(Sum(source, target), options.Merges);
        return (joint, joint);
    }

    private static BpeSegmenter? Segmenter(TextOptions options, BpeMerges? merges, Dictionary<string, long> words)
    {
        if (merges is null || options.PieceThreshold <= 0)
            return merges is null ? null : new BpeSegmenter(merges);
        return new BpeSegmenter(merges, PieceVocabulary.Build(Count(new BpeSegmenter(merges).Pieces, words)).AtLeast(options.PieceThreshold));
    }

    private static Dictionary<string, long> Tokens(TextOptions options, BpeSegmenter? segmenter, Dictionary<string, long> words)
    {
        if (segmenter is null)
            return words;
        return options.MergeDropout > 0 ? Count(segmenter.PossiblePieces, words) : Count(segmenter.Pieces, words);
    }

    private static Dictionary<string, long> Count(Func<string, IEnumerable<string>> pieces, Dictionary<string, long> words)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (word, count) in words)
            foreach (var piece in pieces(word))
                CollectionsMarshal.GetValueRefOrAddDefault(counts, piece, out _) += count;
        return counts;
    }

    private static Dictionary<string, long> Sum(Dictionary<string, long> left, Dictionary<string, long> right)
    {
        var sum = new Dictionary<string, long>(left, StringComparer.Ordinal);
        foreach (var (word, count) in right)
            CollectionsMarshal.GetValueRefOrAddDefault(sum, word, out _) += count;
        return sum;
    }

    /// <summary>Names the files of one side; what both sides share has one name.</summary>
    private sealed record Files(string Folder, TextOptions Options, string Side)
    {
        public string Vocabulary => Path.Combine(Folder, Options.JointVocabulary ? "vocabulary.txt" : $"vocabulary.{Side}.txt");

        public string Merges => Path.Combine(Folder, Options.JointMerges ? "merges.bpe" : $"merges.{Side}.bpe");

        public string Pieces => Path.Combine(Folder, $"pieces.{Side}.txt");
    }
}
