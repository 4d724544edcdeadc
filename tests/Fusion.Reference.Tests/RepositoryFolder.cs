namespace Fusion.Reference.Tests;

/// <summary>The repository that the tests were built from.</summary>
internal static class RepositoryFolder
{
    public static string Root { get; } = Find();

    /// <summary>The text of a file, named from the root.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Fusion.Layers.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No Fusion.Layers.sln above {AppContext.BaseDirectory}.");
    }
}
