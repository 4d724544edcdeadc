namespace Fusion.Reference.Metrics;

/// <summary>How a text becomes a reference with the fewest words inserted, deleted or replaced (Levenshtein).</summary>
internal sealed class WordAlignment
{
    private readonly int[,] _costs;
    private readonly bool[] _hypothesisRight;
    private readonly bool[] _referenceRight;
    private readonly int[] _places;

    /// <param name="hypothesis">Numbers of the words of the text.</param>
    /// <param name="reference">Numbers of the reference's.</param>
    public WordAlignment(ReadOnlySpan<int> hypothesis, ReadOnlySpan<int> reference)
    {
        _costs = Costs(hypothesis, reference);
        (_hypothesisRight, _referenceRight, _places) = (new bool[hypothesis.Length], new bool[reference.Length], new int[reference.Length]);
        var (row, column) = (hypothesis.Length, reference.Length);
        while (row > 0 || column > 0)
        {
            var right = row > 0 && column > 0 && hypothesis[row - 1] == reference[column - 1];
            if (row > 0 && column > 0 && _costs[row, column] == _costs[row - 1, column - 1] + (right ? 0 : 1))
            {
                _hypothesisRight[--row] = _referenceRight[--column] = right;
                _places[column] = row;
            }
            else if (row > 0 && _costs[row, column] == _costs[row - 1, column] + 1)
            {
                row--;
            }
            else
            {
                _places[--column] = row - 1;
            }
        }
    }

    /// <summary>Number of edits.</summary>
    public int Edits => _costs[_hypothesisRight.Length, _referenceRight.Length];

    /// <summary>Whether some words of the text are all right where they are.</summary>
    public bool IsRightInHypothesis(int start, int count) => !_hypothesisRight.AsSpan(start, count).Contains(false);

    /// <summary>Whether the text has some words of the reference where they belong.</summary>
    public bool IsRightInReference(int start, int count) => !_referenceRight.AsSpan(start, count).Contains(false);

    /// <summary>The text's word that stands where one of the reference does, or the last before it; -1 before the first.</summary>
    public int PlaceOf(int referenceWord) => referenceWord < 0 ? -1 : _places[referenceWord];

    /// <summary>Number of edits alone.</summary>
    public static int EditsOf(ReadOnlySpan<int> hypothesis, ReadOnlySpan<int> reference) => Costs(hypothesis, reference)[hypothesis.Length, reference.Length];

    private static int[,] Costs(ReadOnlySpan<int> hypothesis, ReadOnlySpan<int> reference)
    {
        var costs = new int[hypothesis.Length + 1, reference.Length + 1];
        for (var row = 0; row <= hypothesis.Length; row++)
        {
            for (var column = 0; column <= reference.Length; column++)
            {
                costs[row, column] = (row, column) switch
                {
                    (0, _) => column,
                    (_, 0) => row,
                    _ => Math.Min(
                        costs[row - 1, column - 1] + (hypothesis[row - 1] == reference[column - 1] ? 0 : 1), 1 + Math.Min(costs[row - 1, column], costs[row, column - 1])),
                };
            }
        }

        return costs;
    }
}
