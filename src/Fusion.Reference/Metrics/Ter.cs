namespace Fusion.Reference.Metrics;

/// <summary>
/// Translation edit rate (Snover et al., 2006): words to insert, delete or replace, and groups of words to shift, for each hundred words of the
/// reference. Lower is better; 0 is equal. Which shifts are taken is a search, as in the paper: always the one after which the fewest edits remain.
/// </summary>
internal static class Ter
{
    // The authors' program looks no further.
    private const int LongestShift = 10;
    private const int FarthestShift = 50;

    /// <summary>Rate of a corpus: edits of all segments for each hundred words of the references, of which a segment's have their mean length.</summary>
    /// <param name="hypotheses">One segment per line of the system, words between spaces.</param>
    /// <param name="references">One or more sets of references, each with as many lines.</param>
    /// <param name="caseSensitive">Whether case makes a difference; not in the authors' program by default.</param>
    public static double Corpus(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references, bool caseSensitive = false)
    {
        var (edits, words) = (0.0, 0.0);
        foreach (var segment in Segments(hypotheses, references, caseSensitive))
            (edits, words) = (edits + segment.Edits, words + segment.Words);
        return Rate(edits, words);
    }

    /// <summary>For each segment the edits to the reference with the fewest, and the mean length of its references.</summary>
    public static IEnumerable<(double Edits, double Words)> Segments(
        IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references, bool caseSensitive = false)
    {
        ReferenceSets.Check(hypotheses.Count, references);
        return hypotheses.Select((hypothesis, line) => Segment(hypothesis, ReferenceSets.Of(references, line), caseSensitive));
    }

    /// <summary>Edits for each hundred words; 100 where there are edits and no words.</summary>
    public static double Rate(double edits, double words) => edits == 0 ? 0 : words == 0 ? 100 : 100 * edits / words;

    /// <summary>What a reader needs to compare a score with another.</summary>
    /// <param name="references">References per segment.</param>
    /// <param name="caseSensitive">Whether case makes a difference.</param>
    public static string Signature(int references, bool caseSensitive) =>
        string.Join('|', "ter", $"nrefs:{references}", $"case:{(caseSensitive ? "mixed" : "lc")}", "tok:none", $"version:{BleuOptions.ProgramVersion}");

    private static (double Edits, double Words) Segment(string hypothesis, string[] references, bool caseSensitive)
    {
        var numbers = new TokenNumbers();
        var text = Words(hypothesis);
        int[][] others = [.. references.Select(Words)];
        return (others.Min(reference => Edits(text, reference)), others.Average(reference => reference.Length));

        int[] Words(string line) => numbers.Of((caseSensitive ? line : line.ToLowerInvariant()).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static int Edits(int[] text, int[] reference)
    {
        for (var shifts = 0; ; shifts++)
        {
            var alignment = new WordAlignment(text, reference);
            var best = Shifts(text, reference, alignment).Select(shifted => (Text: shifted, Edits: WordAlignment.EditsOf(shifted, reference)))
                .Where(shifted => shifted.Edits < alignment.Edits).OrderBy(shifted => shifted.Edits).FirstOrDefault();
            if (best.Text is null)
                return shifts + alignment.Edits;
            text = best.Text;
        }
    }

    /// <summary>The text after each possible shift: words that the reference has elsewhere, wrong where they are and missing there; longest first.</summary>
    private static IEnumerable<int[]> Shifts(int[] text, int[] reference, WordAlignment alignment)
    {
        foreach (var (from, to, count) in Spans(text, reference))
        {
            if (alignment.IsRightInHypothesis(from, count) || alignment.IsRightInReference(to, count))
                continue;
            // Behind the word before them, or behind what stands in the place of one of them.
            foreach (var behind in Enumerable.Range(to - 1, count + 1).Select(alignment.PlaceOf).Distinct())
            {
                if (Moved(text, from, count, behind) is { } moved)
                    yield return moved;
            }
        }
    }

    /// <summary>The words that text and reference have in common: where they start in each, and how many; longest first.</summary>
    private static IEnumerable<(int From, int To, int Count)> Spans(int[] text, int[] reference)
    {
        for (var count = Math.Min(LongestShift, Math.Min(text.Length, reference.Length)); count > 0; count--)
        {
            for (var from = 0; from <= text.Length - count; from++)
            {
                for (var to = Math.Max(0, from - FarthestShift); to <= Math.Min(reference.Length - count, from + FarthestShift); to++)
                {
                    if (reference.AsSpan(to, count).SequenceEqual(text.AsSpan(from, count)))
                        yield return (from, to, count);
                }
            }
        }
    }

    /// <summary>The text with some words moved behind another, or null where that is one of them or already before them.</summary>
    private static int[]? Moved(int[] text, int from, int count, int behind)
    {
        if (behind >= from - 1 && behind < from + count)
            return null;
        var words = text[from..(from + count)];
        return behind < from
            ? [.. text[..(behind + 1)], .. words, .. text[(behind + 1)..from], .. text[(from + count)..]]
            : [.. text[..from], .. text[(from + count)..(behind + 1)], .. words, .. text[(behind + 1)..]];
    }
}
