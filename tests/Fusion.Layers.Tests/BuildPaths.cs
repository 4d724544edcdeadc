using System.Reflection;

namespace Fusion.Layers.Tests;

/// <summary>Where the build found things, as the test project recorded it.</summary>
internal static class BuildPaths
{
    /// <summary>The folder of <c>Fusion.Layers.sln</c>.</summary>
    internal static string Repository { get; } = Recorded("Repository");

    /// <summary>The package cache that the build used.</summary>
    internal static string PackageCache { get; } = Recorded("PackageCache");

    /// <summary>The <c>dotnet</c> that built the tests.</summary>
    internal static string DotNet { get; } = Recorded("DotNet") is { Length: > 0 } path ? path : "dotnet";

    private static string Recorded(string key) => typeof(BuildPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
