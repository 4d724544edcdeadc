using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Commands;

/// <summary>A file with one label per line.</summary>
internal static class LabelFile
{
    /// <summary>Reads all labels; space around a label does not count, and a line without one is an error.</summary>
    public static string[] Read(string path)
    {
        string[] labels = [.. TextLines.Read(path).Select(line => line.Trim())];
        if (labels.Length == 0)
            throw new DataFormatException(path, 1, "expected one label per line, found an empty file");
        var empty = Array.IndexOf(labels, "");
        return empty < 0 ? labels : throw new DataFormatException(path, empty + 1, "expected a label, found an empty line");
    }
}
