using TorchSharp;
using Xunit;

namespace Fusion.Layers.Tests.Support;

/// <summary>Counts this thread's tensors that nobody has disposed.</summary>
internal static class LiveTensors
{
    public static long Count => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    /// <summary>Runs an action many times; the live count may not grow after the first runs.</summary>
    public static void StayFlat(int times, Action action)
    {
        action();
        var before = Count;
        for (var i = 0; i < times; i++)
            action();
        Assert.Equal(before, Count);
    }
}
