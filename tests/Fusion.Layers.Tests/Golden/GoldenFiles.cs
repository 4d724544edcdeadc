namespace Fusion.Layers.Tests.Golden;

/// <summary>Where the golden values of this project lie.</summary>
internal static class GoldenFiles
{
    private static readonly string Folder = Path.Combine(BuildPaths.Repository, "tests", "Fusion.Layers.Tests", "Golden");

    public static string Of(string family) => Path.Combine(Folder, $"{family}.json");

    /// <summary>The files of a family that has several.</summary>
    public static string[] In(string family) => Directory.GetFiles(Path.Combine(Folder, family), "*.json");
}
