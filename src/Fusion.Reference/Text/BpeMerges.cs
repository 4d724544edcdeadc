using System.Text;
using Fusion.Layers.Interop;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Text;

/// <summary>
/// Merges of byte-pair encoding, first learned first, in the file format of subword-nmt: a version line, then two symbols on each line.
/// A symbol that ends a word ends in <c>&lt;/w&gt;</c>.
/// </summary>
/// <param name="pairs">The two symbols of each merge.</param>
internal sealed class BpeMerges(IReadOnlyList<(string First, string Second)> pairs)
{
    public const string EndOfWord = "</w>";
    private const string Version = "#version: 0.2";

    public IReadOnlyList<(string First, string Second)> Pairs { get; } = pairs;

    /// <summary>Writes the file.</summary>
    public void Save(string path)
    {
        var text = new StringBuilder(Version).Append('\n');
        foreach (var (first, second) in Pairs)
            text.Append(first).Append(' ').Append(second).Append('\n');
        AtomicFile.WriteText(path, text.ToString());
    }

    /// <summary>Reads a file that <see cref="Save"/> or subword-nmt wrote.</summary>
    public static BpeMerges Load(string path)
    {
        var pairs = new List<(string, string)>();
        var number = 0;
        foreach (var line in TextLines.Read(path))
        {
            number++;
            if (number == 1 && line.TrimEnd() != Version)
                throw new DataFormatException(path, number, $"expected '{Version}', found '{line}'");
            if (number == 1)
                continue;
            var symbols = line.Split(' ');
            if (symbols.Length != 2 || symbols[0].Length == 0 || symbols[1].Length == 0)
                throw new DataFormatException(path, number, $"expected two symbols with one space between them, found '{line}'");
            pairs.Add((symbols[0], symbols[1]));
        }

        return number > 0 ? new BpeMerges(pairs) : throw new DataFormatException(path, null, $"expected '{Version}', found an empty file");
    }
}
