using System.Collections;

namespace Fusion.Reference.Metrics;

/// <summary>
/// Chooses among possible matches those that align a hypothesis with a reference, each word at most once, in the way of METEOR 1.5:
/// first the matches that nothing competes with, then a beam search over the reference from left to right, which wants many matched words,
/// then few chunks, then short distances between matched words. Three oddities of the published tool change scores and are kept.
/// </summary>
internal static class MeteorAligner
{
    private const int BeamWidth = 40;

    /// <summary>The chosen matches in the order of the reference.</summary>
    /// <param name="candidates">Possible matches, by module and within a module by position.</param>
    /// <param name="length">Words of the hypothesis.</param>
    /// <param name="referenceLength">Words of the reference.</param>
    public static IReadOnlyList<MeteorMatch> Align(IReadOnlyList<MeteorMatch> candidates, int length, int referenceLength)
    {
        var (covered, coveredReference) = Cover(candidates, length, referenceLength);
        var byStart = candidates.ToLookup(match => match.ReferenceStart);
        var beam = new List<Path> { new(length) };
        for (var position = 0; position < referenceLength; position++)
        {
            MeteorMatch[] here = [.. byStart[position]];
            var fixedMatch = here is [var only] && HasNoRival(only) ? only : (MeteorMatch?)null;
            var next = new List<Path>();
            foreach (var path in beam)
                path.Extend(position, here, fixedMatch, next);
            // Oddity 1: of equal paths the one found first counts, so the sort must be stable, which List.Sort is not.
            beam = [.. next.Order().Take(BeamWidth)];
        }

        return beam[0].Matches();

        bool HasNoRival(MeteorMatch match) =>
            !covered.AsSpan(match.Start, match.Length).ContainsAnyExcept(1)
            && !coveredReference.AsSpan(match.ReferenceStart, match.ReferenceLength).ContainsAnyExcept(1);
    }

    /// <summary>How many matches want each word of the hypothesis and of the reference.</summary>
    private static (int[] Covered, int[] CoveredReference) Cover(IReadOnlyList<MeteorMatch> candidates, int length, int referenceLength)
    {
        var (covered, coveredReference) = (new int[length], new int[referenceLength]);
        foreach (var match in candidates)
        {
            foreach (ref var count in covered.AsSpan(match.Start, match.Length))
                count++;
            foreach (ref var count in coveredReference.AsSpan(match.ReferenceStart, match.ReferenceLength))
                count++;
        }

        return (covered, coveredReference);
    }

    /// <summary>An alignment of the reference up to a position.</summary>
    private sealed class Path : IComparable<Path>
    {
        private readonly BitArray _taken;
        private Link? _last;
        private int _position;
        private int _words;
        private int _chunks;
        private int _distance;
        private int _end = -1;

        public Path(int length) => _taken = new BitArray(length);

        private Path(Path other)
        {
            _taken = new BitArray(other._taken);
            (_last, _position, _words, _chunks, _distance, _end) =
                (other._last, other._position, other._words, other._chunks, other._distance, other._end);
        }

        /// <summary>Adds this path's continuations at a position of the reference.</summary>
        /// <param name="position">Position of the reference.</param>
        /// <param name="here">Matches that start there.</param>
        /// <param name="fixedMatch">The one that must be taken, if any.</param>
        /// <param name="next">Takes the continuations.</param>
        public void Extend(int position, MeteorMatch[] here, MeteorMatch? fixedMatch, List<Path> next)
        {
            if (fixedMatch is { } match)
                Take(match, this);
            else if (_position == position)
            {
                foreach (var choice in here.Where(Fits))
                {
                    var branch = new Path(this);
                    // Oddity 2: the distance of a choice is put down to the path it leaves.
                    branch.Take(choice, this);
                    next.Add(branch);
                }

                _end = -1;
                _position++;
            }

            next.Add(this);
        }

        /// <summary>More matched words come first, then fewer chunks, then the shorter distance.</summary>
        public int CompareTo(Path? other) => other is null ? -1
            : _words != other._words ? other._words.CompareTo(_words)
            : _chunks != other._chunks ? _chunks.CompareTo(other._chunks)
            : _distance.CompareTo(other._distance);

        public IReadOnlyList<MeteorMatch> Matches()
        {
            var matches = new List<MeteorMatch>();
            for (var link = _last; link is not null; link = link.Previous)
                matches.Add(link.Match);
            matches.Reverse();
            return matches;
        }

        private bool Fits(MeteorMatch match)
        {
            for (var word = match.Start; word < match.End; word++)
                if (_taken[word])
                    return false;
            return true;
        }

        private void Take(MeteorMatch match, Path charged)
        {
            for (var word = match.Start; word < match.End; word++)
                _taken[word] = true;
            // Oddity 3: words matched by another module than the exact one count half, rounded down for each match, so a single one counts nothing.
            _words += match.Stage == 0 ? match.Length + match.ReferenceLength : (match.Length / 2) + (match.ReferenceLength / 2);
            _chunks += match.Start == _end ? 0 : 1;
            charged._distance += Math.Abs(match.Start - match.ReferenceStart);
            (_last, _position, _end) = (new Link(match, _last), match.ReferenceEnd, match.End);
        }

        private sealed record Link(MeteorMatch Match, Link? Previous);
    }
}
