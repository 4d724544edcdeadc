namespace Fusion.Reference.Metrics;

/// <summary>The 23 counts that METEOR 1.5 is computed from, of a segment or summed over a corpus.</summary>
internal sealed class MeteorStatistics
{
    /// <summary>Most modules that a language uses.</summary>
    public const int Stages = 4;

    /// <summary>Counts per side and kind that the modules start after.</summary>
    private const int FirstStage = 4;

    private const int Chunk = FirstStage + (4 * Stages);

    /// <summary>Number of counts.</summary>
    public const int Count = Chunk + 3;

    private readonly double[] _values;

    private MeteorStatistics(double[] values) => _values = values;

    /// <summary>
    /// The counts: words of hypothesis and reference, function words of both; per module the matched content words of both and function words of both;
    /// chunks, matched words of both.
    /// </summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>Counts an alignment.</summary>
    /// <param name="hypothesis">Words of the system.</param>
    /// <param name="reference">Words of the reference.</param>
    /// <param name="matches">The alignment, in the order of the reference.</param>
    /// <param name="isFunctionWord">Tells function words from content words.</param>
    public static MeteorStatistics Of(
        IReadOnlyList<string> hypothesis, IReadOnlyList<string> reference, IReadOnlyList<MeteorMatch> matches, Func<string, bool> isFunctionWord)
    {
        var values = new double[Count];
        values[0] = hypothesis.Count;
        values[1] = reference.Count;
        values[2] = hypothesis.Count(isFunctionWord);
        values[3] = reference.Count(isFunctionWord);
        var (end, referenceEnd) = (-1, -1);
        foreach (var match in matches)
        {
            for (var word = match.Start; word < match.End; word++)
                values[FirstStage + (4 * match.Stage) + (isFunctionWord(hypothesis[word]) ? 2 : 0)]++;
            for (var word = match.ReferenceStart; word < match.ReferenceEnd; word++)
                values[FirstStage + (4 * match.Stage) + (isFunctionWord(reference[word]) ? 3 : 1)]++;
            values[Chunk] += match.Start == end && match.ReferenceStart == referenceEnd ? 0 : 1;
            values[Chunk + 1] += match.Length;
            values[Chunk + 2] += match.ReferenceLength;
            (end, referenceEnd) = (match.End, match.ReferenceEnd);
        }

        return new(values);
    }

    /// <summary>Adds segments up. The chunk of a segment that matches in one piece does not count.</summary>
    public static MeteorStatistics Sum(IEnumerable<MeteorStatistics> segments)
    {
        var sum = new double[Count];
        foreach (var segment in segments)
            for (var index = 0; index < sum.Length; index++)
                sum[index] += index == Chunk ? segment.ChunksThatCount : segment._values[index];
        return new(sum);
    }

    private double ChunksThatCount =>
        _values[Chunk] == 1 && _values[Chunk + 1] == _values[0] && _values[Chunk + 2] == _values[1] ? 0 : _values[Chunk];

    /// <summary>The score that the counts stand for.</summary>
    public MeteorScore Score(MeteorParameters parameters)
    {
        var precision = Share(0, parameters);
        var recall = Share(1, parameters);
        var mean = 1 / (((1 - parameters.Alpha) / precision) + (parameters.Alpha / recall));
        var fragmentation = ChunksThatCount / ((_values[Chunk + 1] + _values[Chunk + 2]) / 2);
        var penalty = ChunksThatCount == 0 ? 0 : parameters.Gamma * Math.Pow(fragmentation, parameters.Beta);
        var score = mean * (1 - penalty);
        return new(double.IsNaN(score) ? 0 : score, precision, recall, double.IsNaN(mean) ? 0 : mean, penalty, _values[Chunk]);
    }

    /// <summary>Weighted share of matched words: precision of side 0, recall of side 1; 0 for an empty side.</summary>
    private double Share(int side, MeteorParameters parameters)
    {
        var (content, function) = (parameters.Delta, 1 - parameters.Delta);
        var matched = 0.0;
        for (var stage = 0; stage < parameters.Weights.Count; stage++)
        {
            var at = FirstStage + (4 * stage) + side;
            matched += parameters.Weights[stage].Weight * ((content * _values[at]) + (function * _values[at + 2]));
        }

        var all = (content * (_values[side] - _values[side + 2])) + (function * _values[side + 2]);
        return all == 0 ? 0 : matched / all;
    }
}
