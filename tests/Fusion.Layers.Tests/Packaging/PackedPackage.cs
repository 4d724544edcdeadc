using Xunit;

namespace Fusion.Layers.Tests.Packaging;

/// <summary>The package as <c>dotnet pack</c> makes it from this tree, packed once for all tests that look at it.</summary>
internal static class PackedPackage
{
    private static readonly Lazy<string> Packed = new(Pack);

    /// <summary>The folder that holds the .nupkg and the .snupkg and nothing else.</summary>
    internal static string Folder => Packed.Value;

    /// <summary>The one file with that ending.</summary>
    internal static string File(string extension) => Assert.Single(Directory.GetFiles(Folder, "*." + extension));

    private static string Pack()
    {
        // Beside the tree's own outputs: this process has the assembly of those loaded. Kept, so that the next run compiles only what changed.
        var work = Path.Combine(BuildPaths.Repository, "artifacts", "package-test");
        var output = Path.Combine(work, "packed");
        if (Directory.Exists(output))
            Directory.Delete(output, recursive: true);
        var (code, text) = ChildProcess.Run(BuildPaths.DotNet, BuildPaths.Repository,
        [
            "pack", "src/Fusion.Layers", "-c", "Release", "-m:1", "-nologo", "--artifacts-path", work, "-o", output,
            // As a release is made; the analyzers have already run over this code.
            "-p:ContinuousIntegrationBuild=true", "-p:RunAnalyzers=false", "-p:NuGetAudit=false",
        ]);
        Assert.True(code == 0, text);
        return output;
    }
}
