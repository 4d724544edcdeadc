namespace Fusion.Reference.Data.How2;

/// <summary>Finds the archives that the placeholder <c>ARK_PATH</c> in How2's lists stands for.</summary>
internal static class How2Archives
{
    /// <summary>Folder of the features in the package.</summary>
    public const string Features = "features";

    private const string PublishedFolder = "fbank_pitch_181506";
    private const string Statistics = "cmvn.scp";

    /// <summary>The folder for a list in <c>data/SPLIT</c>: the published one, or another with an archive of the published name; null where the list is not in a package.</summary>
    public static string? Of(string list)
    {
        var data = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(list)));
        if (Path.GetFileName(data) != "data")
            return null;
        var features = Path.Combine(Path.GetDirectoryName(data)!, Features);
        var archive = Path.GetFileName(list) == Statistics ? "cmvn_all_181506.ark" : "raw_fbank_pitch_all_181506.1.ark";
        return (Directory.Exists(features) ? Directory.GetDirectories(features) : []).Order(StringComparer.Ordinal).FirstOrDefault(folder => File.Exists(Path.Combine(folder, archive))) ?? Path.Combine(features, PublishedFolder);
    }
}
