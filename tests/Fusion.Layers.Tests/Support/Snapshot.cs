using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Support;

/// <summary>Compares text with a checked-in file; with UPDATE_SNAPSHOTS=1 in the environment it writes the file instead.</summary>
internal static class Snapshot
{
    public static void Matches(string name, string actual)
    {
        var path = Path.Combine(Folder, $"{name}.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(path, actual);
        Assert.True(File.Exists(path), $"No snapshot {name}.txt; the text now is:\n{actual}");
        Assert.Equal(File.ReadAllText(path), actual);
    }

    /// <summary>One line per tensor of the state dict, in its order: key, shape, dtype.</summary>
    public static string StateDict(nn.Module module) =>
        string.Concat(module.state_dict().Select(pair => $"{pair.Key} ({string.Join(", ", pair.Value.shape)}) {pair.Value.dtype}\n"));

    // Not the compiler's path of this file: deterministic builds write another root into it.
    private static string Folder { get; } = Path.Combine(BuildPaths.Repository, "tests", "Fusion.Layers.Tests", "Snapshots");
}
