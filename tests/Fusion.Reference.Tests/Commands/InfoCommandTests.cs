using Fusion.Layers;
using Xunit;

namespace Fusion.Reference.Tests.Commands;

public sealed class InfoCommandTests
{
    [Fact]
    public void Names_the_versions_and_whether_the_native_library_loads()
    {
        var run = CommandRun.Of("info");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        string[] lines = run.Output.TrimEnd().Split(Environment.NewLine);
        Assert.Contains(lines, line => line.StartsWith("TorchSharp ", StringComparison.Ordinal) && line.EndsWith(" 0.107.0", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith(".NET ", StringComparison.Ordinal) && line.Contains(Environment.Version.ToString(), StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("cores ", StringComparison.Ordinal) && line.EndsWith($" {Environment.ProcessorCount}", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("native library ", StringComparison.Ordinal) && line.EndsWith(FusionRuntime.diagnose(), StringComparison.Ordinal));
        // The test set-up has set the thread count, so the library loads here.
        Assert.Contains(lines, line => line.StartsWith("torch threads ", StringComparison.Ordinal) && line.EndsWith(" 1", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("CUDA ", StringComparison.Ordinal));
    }
}
