using System.Numerics;

namespace Fusion.Reference.Models.Translation;

/// <summary>Keeps the likeliest continuations of one line while its scores are in the cache: what torch does in four passes over the scores of all lines.</summary>
/// <param name="count">How many are kept.</param>
internal sealed class ContinuationKernel(int count)
{
    private readonly List<Continuation> _best = new(count + 1);

    // What the next one has to beat.
    private float _least = float.NegativeInfinity;

    /// <summary>Those kept, best first; of equally likely ones the first.</summary>
    public Continuation[] Found => [.. _best];

    /// <summary>Takes the words that follow a hypothesis.</summary>
    /// <param name="scores">Unnormalised scores of words.</param>
    /// <param name="before">Log-probability of the hypothesis.</param>
    /// <param name="parent">The hypothesis.</param>
    /// <param name="firstWord">The word of the first score.</param>
    public void Add(ReadOnlySpan<float> scores, float before, int parent, long firstWord)
    {
        var shift = before - (float)WordLossKernel.LogSumOfExponentials(scores);
        var (index, shifts, least) = (0, new Vector<float>(shift), new Vector<float>(_least));
        for (; index <= scores.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            // Not greater than: scores that are no numbers count too, and a model gone wrong still writes something.
            if (Vector.LessThanOrEqualAll(new Vector<float>(scores[index..]) + shifts, least))
                continue;
            AddEach(scores.Slice(index, Vector<float>.Count), shift, parent, firstWord + index);
            least = new Vector<float>(_least);
        }

        AddEach(scores[index..], shift, parent, firstWord + index);
    }

    private void AddEach(ReadOnlySpan<float> scores, float shift, int parent, long firstWord)
    {
        for (var i = 0; i < scores.Length; i++)
            if (!(scores[i] + shift <= _least))
                Insert(new Continuation(scores[i] + shift, parent, firstWord + i));
    }

    private void Insert(Continuation continuation)
    {
        var place = _best.Count;
        while (place > 0 && _best[place - 1].Score < continuation.Score)
            place--;
        _best.Insert(place, continuation);
        if (_best.Count > count)
            _best.RemoveAt(count);
        if (_best.Count == count)
            _least = _best[^1].Score;
    }
}
