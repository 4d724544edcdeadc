using System.Runtime.InteropServices;
using Fusion.Layers;
using Fusion.Reference.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>Searches likely translations of a whole batch at once; lines that are done leave it.</summary>
/// <param name="model">In evaluation mode.</param>
/// <param name="options">Width and length.</param>
internal sealed class BeamSearch(Translator model, BeamOptions options)
{
    // Kept, as those of Scalars are.
    private static readonly Scalar Lowest = double.NegativeInfinity.ToScalar();

    // Twice the beam: half of them may end.
    private readonly int _candidates = 2 * options.Beam;

    /// <summary>The best translation found for each line, without start and end.</summary>
    public IReadOnlyList<long[]> Translate(TranslationInput input)
    {
        using var noGrad = no_grad();
        using var outer = NewDisposeScope();
        var source = model.Encode(input);
        Sentence[] all = [.. Enumerable.Range(0, (int)source.Fused.size(0)).Select(index => new Sentence(index, options))];
        var device = source.Fused.device;
        var live = Live.Of(model.Begin(source), source.Memory, all, options.Beam, device);
        while (live.Sentences.Count > 0)
        {
            using var scope = NewDisposeScope();
            var (next, candidates) = Extend(live);
            foreach (var (sentence, own) in live.Sentences.Zip(candidates))
                sentence.Take(own);
            live = live.Next(next, options.Beam, device);
        }

        return [.. all.Select(sentence => sentence.Best)];
    }

    private (DecoderState State, Candidate[][] Candidates) Extend(Live live)
    {
        var words = tensor(live.Sentences.SelectMany(sentence => sentence.LastWords).ToArray(), device: live.State.Hidden.device);
        var (state, logits) = model.Step(words, live.State, live.Memory);
        var size = (int)logits.size(1);
        // Neither padding nor a second start is a word.
        logits.narrow(1, Vocabulary.Pad, 2).fill_(Lowest);
        var before = tensor(live.Sentences.SelectMany(sentence => sentence.Scores).ToArray(), device: logits.device).unsqueeze(1);
        var scores = nn.functional.log_softmax(logits.to(ScalarType.Float32), 1).Plus(before).view(live.Sentences.Count, -1);
        var (best, places) = scores.topk((int)Math.Min(_candidates, scores.size(1)), 1);
        var values = MemoryMarshal.Cast<byte, float>(best.cpu().contiguous().bytes).ToArray();
        var indices = MemoryMarshal.Cast<byte, long>(places.cpu().contiguous().bytes).ToArray();
        return (state, [.. values.Zip(indices, (value, index) => new Candidate(value, (int)(index / size), index % size)).Chunk((int)best.size(1))]);
    }

    /// <summary>A hypothesis and one more word.</summary>
    /// <param name="Score">Log-probability of all words together.</param>
    /// <param name="Parent">The hypothesis among those of its line.</param>
    /// <param name="Word">The word.</param>
    private readonly record struct Candidate(float Score, int Parent, long Word);

    /// <summary>The lines that are still being translated.</summary>
    /// <param name="State">(L * beam, h).</param>
    /// <param name="Memory">Of every row; null without attention.</param>
    /// <param name="Sentences">The lines (L), each with as many rows as the beam is wide.</param>
    private sealed record Live(DecoderState State, SourceMemories? Memory, IReadOnlyList<Sentence> Sentences)
    {
        public static Live Of(DecoderState state, SourceMemories? memory, IReadOnlyList<Sentence> sentences, int beam, Device device)
        {
            using var scope = NewDisposeScope();
            var rows = tensor([.. sentences.SelectMany(sentence => Enumerable.Repeat((long)sentence.Index, beam))], device: device);
            return new Live(state.Select(rows), memory?.Select(rows), sentences).MoveToOuterDisposeScope();
        }

        /// <summary>Goes on with the rows that the lines chose; new tensors go to the dispose scope around the current one, where the others are.</summary>
        public Live Next(DecoderState state, int beam, Device device)
        {
            var rows = tensor([.. Sentences.Index().Where(item => !item.Item.Done).SelectMany(item => item.Item.Parents.Select(parent => (long)((item.Index * beam) + parent)))], device: device);
            // Rows of a line share its memory: it moves only when a line leaves.
            Sentence[] open = [.. Sentences.Where(sentence => !sentence.Done)];
            var memory = open.Length == Sentences.Count ? Memory : Memory?.Select(rows).MoveToOuterDisposeScope();
            return new Live(state.Select(rows).MoveToOuterDisposeScope(), memory, open);
        }

        public Live MoveToOuterDisposeScope()
        {
            State.MoveToOuterDisposeScope();
            Memory?.MoveToOuterDisposeScope();
            return this;
        }
    }

    /// <summary>The hypotheses of one line.</summary>
    private sealed class Sentence
    {
        private readonly BeamOptions _options;
        private List<long[]> _open;
        private (double Score, long[] Words)? _best;
        private int _finished;

        public Sentence(int index, BeamOptions options)
        {
            (Index, _options) = (index, options);
            _open = [.. Enumerable.Repeat(Array.Empty<long>(), options.Beam)];
            // All rows are alike at first: one of them counts.
            Scores = [0, .. Enumerable.Repeat(float.NegativeInfinity, options.Beam - 1)];
            Parents = [];
        }

        public int Index { get; }

        public float[] Scores { get; private set; }

        /// <summary>For each hypothesis, which of the last step's it continues.</summary>
        public int[] Parents { get; private set; }

        public bool Done { get; private set; }

        public IEnumerable<long> LastWords => _open.Select(words => words.Length == 0 ? Vocabulary.Start : words[^1]);

        public long[] Best => _best!.Value.Words;

        /// <summary>Takes the best candidates, best first.</summary>
        public void Take(IReadOnlyList<Candidate> candidates)
        {
            Candidate[] kept = [.. candidates.Where(candidate => candidate.Word != Vocabulary.End).Take(_options.Beam)];
            // One that ends counts only where it would have been kept.
            foreach (var ended in candidates.Take(_options.Beam).Where(candidate => candidate.Word == Vocabulary.End && candidate.Score > float.NegativeInfinity))
            {
                Finish(ended.Score, _open[ended.Parent]);
                _finished++;
            }

            List<long[]> next = [.. kept.Select(candidate => (long[])[.. _open[candidate.Parent], candidate.Word])];
            (Scores, Parents, _open) = ([.. kept.Select(candidate => candidate.Score)], [.. kept.Select(candidate => candidate.Parent)], next);
            var full = next[0].Length >= _options.MaxLength;
            if (full && _best is null)
                Finish(Scores[0], next[0]);
            Done = full || _finished >= _options.Beam;
        }

        private void Finish(double score, long[] words)
        {
            var normalised = score / Math.Pow(words.Length + 1, _options.LengthPenalty);
            if (_best is null || normalised > _best.Value.Score)
                _best = (normalised, words);
        }
    }
}
