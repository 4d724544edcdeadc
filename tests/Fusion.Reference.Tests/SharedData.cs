namespace Fusion.Reference.Tests;

/// <summary>Golden tables and data sets too large for the repository.</summary>
internal static class SharedData
{
    /// <summary>The file or folder in FUSION_SHARED, else in a `shared` folder at or above the repository; null where there is none.</summary>
    public static string? Find(string relative)
    {
        IEnumerable<string> roots = Environment.GetEnvironmentVariable("FUSION_SHARED") is { Length: > 0 } named
            ? [named]
            : Above(new DirectoryInfo(AppContext.BaseDirectory)).Select(folder => Path.Combine(folder.FullName, "shared"));
        return roots.Select(root => Path.Combine(root, relative)).FirstOrDefault(Path.Exists);
    }

    private static IEnumerable<DirectoryInfo> Above(DirectoryInfo folder)
    {
        for (DirectoryInfo? next = folder; next is not null; next = next.Parent)
            yield return next;
    }
}
