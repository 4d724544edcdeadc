using Xunit;

namespace Fusion.Reference.Tests;

/// <summary>
/// Finds golden files and real data, which are not part of the repository: in the folder that the environment variable FUSION_SHARED names,
/// else in a folder <c>shared</c> inside or beside the repository.
/// </summary>
internal static class SharedData
{
    /// <summary>The full path of a file or folder; skips the test that asks where it is absent.</summary>
    public static string Find(string relative)
    {
        foreach (var root in Roots())
            if (Path.Combine(root, relative) is var path && Path.Exists(path))
                return path;
        Assert.Skip($"needs {relative}: set FUSION_SHARED to the folder that holds it");
        return null;
    }

    private static IEnumerable<string> Roots()
    {
        if (Environment.GetEnvironmentVariable("FUSION_SHARED") is { Length: > 0 } named)
            return [named];
        var ancestors = new List<string>();
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            ancestors.Add(Path.Combine(directory.FullName, "shared"));
        return ancestors;
    }
}
