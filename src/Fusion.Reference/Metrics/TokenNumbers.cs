namespace Fusion.Reference.Metrics;

/// <summary>Numbers the words of the texts of one segment: equal words have equal numbers.</summary>
internal sealed class TokenNumbers
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>The numbers of words.</summary>
    public int[] Of(IReadOnlyList<string> words)
    {
        var numbers = new int[words.Count];
        for (var index = 0; index < numbers.Length; index++)
        {
            if (!_numbers.TryGetValue(words[index], out numbers[index]))
                _numbers.Add(words[index], numbers[index] = _numbers.Count);
        }

        return numbers;
    }
}
