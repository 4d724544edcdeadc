using System.Globalization;
using Fusion.Layers.Interop;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Text;

/// <summary>How often each piece of byte-pair encoding occurs in a segmented text, in the file format of subword-nmt: piece, space, count.</summary>
internal sealed class PieceVocabulary
{
    private readonly Dictionary<string, long> _counts;

    private PieceVocabulary(Dictionary<string, long> counts) => _counts = counts;

    /// <summary>Number of pieces.</summary>
    public int Count => _counts.Count;

    /// <summary>Takes pieces with their counts.</summary>
    public static PieceVocabulary Build(IEnumerable<KeyValuePair<string, long>> counts) => new(new Dictionary<string, long>(counts, StringComparer.Ordinal));

    public bool Contains(string piece) => _counts.ContainsKey(piece);

    /// <summary>The pieces that occur at least <paramref name="threshold"/> times.</summary>
    public PieceVocabulary AtLeast(long threshold) =>
        new(_counts.Where(pair => pair.Value >= threshold).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal));

    /// <summary>Writes the file, by falling count, equal counts in ordinal order.</summary>
    public void Save(string path) => AtomicFile.WriteText(path, string.Concat(_counts
        .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value}\n"))));

    /// <summary>Reads a file that <see cref="Save"/> or subword-nmt wrote.</summary>
    public static PieceVocabulary Load(string path)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in TextLines.Read(path))
        {
            number++;
            var cells = line.Split(' ');
            if (cells.Length != 2 || cells[0].Length == 0 || !long.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                throw new DataFormatException(path, number, $"expected a piece, a space and a count, found '{line}'");
            if (!counts.TryAdd(cells[0], count))
                throw new DataFormatException(path, number, $"expected each piece once, found '{cells[0]}' again");
        }

        return new PieceVocabulary(counts);
    }
}
