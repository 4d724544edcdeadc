using System.Globalization;

namespace Fusion.Reference.Data.Formats;

/// <summary>Reads Kaldi's lists of what is where: lines <c>key file:offset</c>, optionally with a range, <c>key file:offset[0:9]</c>.</summary>
internal static class KaldiScp
{
    /// <summary>One line.</summary>
    /// <param name="Key">Name of the object.</param>
    /// <param name="File">Archive that holds it.</param>
    /// <param name="Offset">Its place there.</param>
    /// <param name="Range">The part of it that is meant; null for all.</param>
    internal readonly record struct Entry(string Key, string File, long Offset, KaldiRange? Range);

    /// <summary>Reads a list, line i of it being entry i.</summary>
    /// <param name="path">File to read.</param>
    /// <param name="archives">Folder that stands for the placeholder ARK_PATH before a file's name; null where the list has none.</param>
    public static List<Entry> Read(string path, string? archives = null)
    {
        var entries = new List<Entry>();
        // A list of many thousand lines names a handful of files.
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in TextLines.Read(path))
        {
            var number = entries.Count + 1;
            var space = line.AsSpan().IndexOfAny(' ', '\t');
            if (space <= 0 || line.AsSpan(space).Trim().IsEmpty)
                throw new DataFormatException(path, number, $"expected 'key file:offset', found '{line}'");
            var (file, offset, range) = Place(path, number, line[(space + 1)..].Trim());
            if (!files.TryGetValue(file, out var resolved))
                files.Add(file, resolved = Resolve(path, file, archives));
            entries.Add(new Entry(line[..space], resolved, offset, range));
        }

        return entries;
    }

    private static (string File, long Offset, KaldiRange? Range) Place(string path, long number, string text)
    {
        if (text.EndsWith('|'))
            throw new DataFormatException(path, number, $"expected a file, found the command '{text}'");
        KaldiRange? range = null;
        if (text.EndsWith(']') && text.LastIndexOf('[') is > 0 and var bracket)
        {
            range = KaldiRange.Parse(text[(bracket + 1)..^1]) ?? throw new DataFormatException(path, number, $"expected a range such as [0:9] or [0:9,3:5], found '{text[bracket..]}'");
            text = text[..bracket];
        }

        var colon = text.LastIndexOf(':');
        return colon > 0 && long.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? (text[..colon], offset, range)
            : (text, 0, range);
    }

    // Relative names count from the working directory in Kaldi; beside the list is where they are once a folder has been moved.
    private static string Resolve(string path, string file, string? archives)
    {
        const string Placeholder = "ARK_PATH/";
        if (file.StartsWith(Placeholder, StringComparison.Ordinal))
            return Path.Combine(archives ?? Path.GetDirectoryName(path)!, file[Placeholder.Length..]);
        return Path.IsPathRooted(file) || File.Exists(file) ? file : Path.Combine(Path.GetDirectoryName(path)!, file);
    }
}
