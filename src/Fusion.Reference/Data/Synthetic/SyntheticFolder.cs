using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Layers.Interop;
using Fusion.Reference.Data.Iemocap;

namespace Fusion.Reference.Data.Synthetic;

/// <summary>A folder that generated data may be written to: an empty one, or one that an earlier run marked as its own.</summary>
internal static class SyntheticFolder
{
    private static readonly string[] Files =
        [IemocapCorpus.TableFile, IemocapCorpus.AudioFile, IemocapCorpus.LabelFile, IemocapCorpus.VectorsFile, IemocapCorpus.VectorWordsFile];

    private static readonly string[] TranslationFolders = ["data", "features", "images"];

    /// <summary>
    /// Marks the folder as generated, before any data are in it: an interrupted run may never leave data behind that look real. Removes what was generated
    /// by another manifest, and refuses a folder with data that were not generated here.
    /// </summary>
    public static void Claim(string directory, JsonObject manifest) => Claim(directory, manifest, Holds, Clear);

    /// <summary>The same for a corpus that has the folder to itself: whatever else is in it was not generated here, or by another manifest.</summary>
    public static void ClaimAll(string directory, JsonObject manifest) => Claim(directory, manifest, FirstEntry, ClearAll);

    private static void Claim(string directory, JsonObject manifest, Func<string, string?> holds, Action<string> clear)
    {
        var path = Path.Combine(directory, IemocapCorpus.SyntheticFile);
        var text = manifest.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
        if (!File.Exists(path) && holds(directory) is { } found)
            throw new ArgumentException($"{directory} holds {found}, which was not generated here; choose another folder.");
        Directory.CreateDirectory(directory);
        if (File.Exists(path) && File.ReadAllText(path) != text)
            clear(directory);
        AtomicFile.WriteText(path, text);
    }

    /// <summary>Writes a file unless it holds just that, so that what was measured in it still counts.</summary>
    public static void Put(string path, byte[] content)
    {
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
            AtomicFile.Write(path, stream => stream.Write(content));
    }

    private static string? Holds(string directory) =>
        IemocapRelease.Find(directory) is { } release
            ? Path.GetRelativePath(directory, release) is "." ? $"{IemocapRelease.SessionFolder}s" : IemocapRelease.RootFolder
            : Files.FirstOrDefault(file => File.Exists(Path.Combine(directory, file)));

    private static void Clear(string directory)
    {
        foreach (var file in Files)
            File.Delete(Path.Combine(directory, file));
        if (Directory.Exists(Path.Combine(directory, IemocapRelease.RootFolder)))
            Directory.Delete(Path.Combine(directory, IemocapRelease.RootFolder), recursive: true);
    }

    private static string? FirstEntry(string directory) =>
        Directory.Exists(directory) ? Directory.EnumerateFileSystemEntries(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal).FirstOrDefault() : null;

    private static void ClearAll(string directory)
    {
        foreach (var folder in Directory.EnumerateDirectories(directory).Where(folder => TranslationFolders.Contains(Path.GetFileName(folder))))
            Directory.Delete(folder, recursive: true);
    }
}
