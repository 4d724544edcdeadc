using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Metrics;

/// <summary>Sets of words with a common meaning; a word may be in several.</summary>
internal sealed class SynonymSets
{
    private readonly Dictionary<string, HashSet<int>> _sets = new(StringComparer.Ordinal);

    /// <summary>Makes the sets.</summary>
    public SynonymSets(IEnumerable<IEnumerable<string>> sets)
    {
        foreach (var (number, words) in sets.Index())
            foreach (var word in words)
            {
                if (!_sets.TryGetValue(word, out var numbers))
                    _sets.Add(word, numbers = []);
                numbers.Add(number);
            }
    }

    /// <summary>Reads a file with a set of two or more words on each line, separated by spaces.</summary>
    public static SynonymSets Load(string file) => new(TextLines.Read(file).Select((line, index) =>
        line.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries) is { Length: >= 2 } words
            ? words
            : throw new DataFormatException(file, index + 1, $"expected two or more words, found '{line}'")));

    /// <summary>Whether two words share a set.</summary>
    public bool Share(string first, string second) =>
        _sets.TryGetValue(first, out var sets) && _sets.TryGetValue(second, out var others) && sets.Overlaps(others);
}
