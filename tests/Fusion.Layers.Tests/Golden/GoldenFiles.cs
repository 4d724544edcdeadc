namespace Fusion.Layers.Tests.Golden;

/// <summary>Where the golden values of this project lie.</summary>
internal static class GoldenFiles
{
    public static string Of(string family) => Path.Combine(BuildPaths.Repository, "tests", "Fusion.Layers.Tests", "Golden", $"{family}.json");
}
