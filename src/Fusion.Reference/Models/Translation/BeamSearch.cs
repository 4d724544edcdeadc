using Fusion.Reference.Text;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>Searches likely translations of a whole batch at once; lines that are done leave it.</summary>
/// <param name="model">In evaluation mode.</param>
/// <param name="options">Width and length.</param>
internal sealed class BeamSearch(Translator model, BeamOptions options)
{
    // Twice the beam: half of them may end.
    private readonly int _candidates = 2 * options.Beam;

    /// <summary>The best translation found for each line, without start and end.</summary>
    public IReadOnlyList<long[]> Translate(TranslationInput input)
    {
        using var noGrad = no_grad();
        using var outer = NewDisposeScope();
        var source = model.Encode(input);
        Sentence[] all = [.. Enumerable.Range(0, (int)source.Fused.size(0)).Select(_ => new Sentence(options))];
        var device = source.Fused.device;
        // A line begins with one row: more of them would be alike.
        var live = new Live(model.Begin(source), source.Memory, all);
        while (live.Sentences.Count > 0)
        {
            using var scope = NewDisposeScope();
            var rows = live.RowsPerLine;
            var (next, candidates) = Extend(live);
            foreach (var (sentence, own) in live.Sentences.Zip(candidates))
                sentence.Take(own);
            live = live.Next(next, rows, device);
        }

        return [.. all.Select(sentence => sentence.Best)];
    }

    private (DecoderState State, Continuation[][] Continuations) Extend(Live live)
    {
        var words = tensor(live.Sentences.SelectMany(sentence => sentence.LastWords).ToArray(), device: live.State.Hidden.device);
        var (state, logits) = model.Step(words, live.State, live.Memory);
        return (state, Continuations.Likeliest(logits, [.. live.Sentences.SelectMany(sentence => sentence.Scores)], live.Sentences.Count, _candidates));
    }

    /// <summary>The lines that are still being translated.</summary>
    /// <param name="State">(L * r, h), the r rows of a line side by side.</param>
    /// <param name="Memory">Of every line; null without attention.</param>
    /// <param name="Sentences">The lines (L).</param>
    private sealed record Live(DecoderState State, SourceMemories? Memory, IReadOnlyList<Sentence> Sentences)
    {
        /// <summary>Hypotheses of a line, the same number for each.</summary>
        public int RowsPerLine => Sentences[0].Scores.Length;

        /// <summary>Goes on with the rows that the lines chose; new tensors go to the dispose scope around the current one, where the others are.</summary>
        /// <param name="state">The state of the rows before.</param>
        /// <param name="rowsPerLine">How many a line had of them.</param>
        /// <param name="device">Where they are.</param>
        public Live Next(DecoderState state, int rowsPerLine, Device device)
        {
            long[] open = [.. Sentences.Index().Where(item => !item.Item.Done).Select(item => (long)item.Index)];
            var rows = tensor([.. open.SelectMany(line => Sentences[(int)line].Parents.Select(parent => (line * rowsPerLine) + parent))], device: device);
            // The rows of a line share its memory: it moves only when a line leaves.
            var memory = open.Length == Sentences.Count ? Memory : Memory?.Select(tensor(open, device: device)).MoveToOuterDisposeScope();
            return new Live(state.Select(rows).MoveToOuterDisposeScope(), memory, [.. open.Select(line => Sentences[(int)line])]);
        }
    }

    /// <summary>The hypotheses of one line.</summary>
    private sealed class Sentence
    {
        private readonly BeamOptions _options;
        private List<long[]> _open;
        private (double Score, long[] Words)? _best;
        private int _finished;

        public Sentence(BeamOptions options)
        {
            _options = options;
            _open = [[]];
            Scores = [0];
            Parents = [];
        }

        public float[] Scores { get; private set; }

        /// <summary>For each hypothesis, which of the last step's it continues.</summary>
        public int[] Parents { get; private set; }

        public bool Done { get; private set; }

        public IEnumerable<long> LastWords => _open.Select(words => words.Length == 0 ? Vocabulary.Start : words[^1]);

        public long[] Best => _best!.Value.Words;

        /// <summary>Takes the best candidates, best first.</summary>
        public void Take(IReadOnlyList<Continuation> candidates)
        {
            Continuation[] kept = [.. candidates.Where(candidate => candidate.Word != Vocabulary.End).Take(_options.Beam)];
            // One that ends counts only where it would have been kept.
            foreach (var ended in candidates.Take(_options.Beam).Where(candidate => candidate.Word == Vocabulary.End))
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
