using System.Text.RegularExpressions;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Translation;

namespace Fusion.Reference.Data.Multi30k;

/// <summary>
/// Image features in the folder <c>images</c>: .npy or HDF5 files (N, D). A file with a list beside it, of the same name but .txt, has one row for each image
/// that the list names, of whatever split. A file without a list has one row for each line of the split that its name says, such as
/// <c>test_2016_flickr-resnet50-avgpool.npy</c>.
/// </summary>
internal static class ImageFeatures
{
    public const string Folder = "images";

    // What the splits are called in the names of public feature files.
    private static readonly Dictionary<string, string> SplitPatterns = new(StringComparer.Ordinal)
    {
        ["train"] = "train",
        ["val"] = "val|valid",
        ["test_2016_flickr"] = "test_2016_flickr|test2016|test(?!_?20)",
        ["test_2017_flickr"] = "test_2017_flickr|test2017",
        ["test_2017_mscoco"] = "test_2017_mscoco|testcoco",
        ["test_2018_flickr"] = "test_2018_flickr|test2018",
    };

    /// <summary>Opens the features of every split that has any; a split that has some already is an error.</summary>
    public static void AddTo(SplitChannels channels, string folder, IReadOnlyList<SplitText> texts, CorpusSources sources, Multi30kLoading loading)
    {
        var images = Path.Combine(folder, Folder);
        foreach (var path in Directory.EnumerateFiles(images).Where(path => IsFeatureFile(path, loading)).Order(StringComparer.Ordinal))
        {
            var list = Path.ChangeExtension(path, ".txt");
            if (File.Exists(list))
                AddByName(channels, Rows(path, sources, loading), list, texts, sources);
            else if (texts.FirstOrDefault(text => Names(path, text.Name)) is { } text)
                Add(channels, text, LineChannel.LineByLine(Rows(path, sources, loading), text.Count));
            else
                throw new DataFormatException(path, null, $"expected a list of its images, {Path.GetFileName(list)}, beside it, or the name of a split in its own, found neither");
        }

        foreach (var text in texts.Where(text => !channels.Has(text.Name, Channels.Image)))
            sources.Notices.Add($"{text.Name}: no image features in {images}");
    }

    private static bool IsFeatureFile(string path, Multi30kLoading loading) =>
        Path.GetExtension(path) is ".npy" or ".hdf5" or ".h5" && (loading.ImageFile is null || Path.GetFileName(path) == loading.ImageFile);

    private static bool Names(string path, string split) =>
        Regex.IsMatch(Path.GetFileNameWithoutExtension(path), $"(?<![A-Za-z0-9])(?:{SplitPatterns[split]})(?![A-Za-z0-9])", RegexOptions.CultureInvariant);

    private static IFeatureRows Rows(string path, CorpusSources sources, Multi30kLoading loading) => sources.Keep(FeatureFile.Open(path, loading.ImageKey));

    private static void AddByName(SplitChannels channels, IFeatureRows rows, string list, IReadOnlyList<SplitText> texts, CorpusSources sources)
    {
        var names = sources.Lines(list);
        if (names.Length != rows.Count)
            throw new DataFormatException(list, Math.Min(names.Length, rows.Count) + 1L, $"expected {rows.Count} lines, as many as {rows.File} has rows, found {names.Length}");
        var rowOfName = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var row = 0; row < names.Length; row++)
            if (!rowOfName.TryAdd(names[row], row))
                throw new DataFormatException(list, row + 1, $"expected each image once, found '{names[row]}' of line {rowOfName[names[row]] + 1} again");
        foreach (var text in texts)
        {
            int[] rowOfLine = [.. text.Ids.Select(id => rowOfName.GetValueOrDefault(id, -1))];
            if (text.HasImages && rowOfLine.Any(row => row >= 0))
                Add(channels, text, new LineChannel(rows, rowOfLine));
        }
    }

    private static void Add(SplitChannels channels, SplitText text, LineChannel features)
    {
        if (channels.Has(text.Name, Channels.Image))
            throw new DataFormatException(features.Files.First(), null, $"expected one file of image features for {text.Name}, found {channels.Of(text.Name)[Channels.Image].Files.First()} too");
        channels.Add(text.Name, Channels.Image, features);
    }
}
