using System.Text.Json.Nodes;

namespace Fusion.Benchmarks.Compare;

/// <summary>The figures of one case: medians over rounds. What was not measured is null.</summary>
/// <param name="Name">The case.</param>
/// <param name="Threads">Threads of torch.</param>
internal sealed record CaseResult(string Name, int Threads)
{
    /// <summary>Where all sides ran.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Milliseconds of one iteration of ours.</summary>
    public required double OursMs { get; init; }

    /// <summary>Of PyTorch.</summary>
    public double? PeerMs { get; init; }

    /// <summary>Ours divided by PyTorch's, round by round; below 1 ours is faster.</summary>
    public double? Ratio { get; init; }

    /// <summary>How far two readings of PyTorch in one round lie apart, as a share.</summary>
    public double? PeerNoise { get; init; }

    /// <summary>Of the same libtorch calls by raw handles.</summary>
    public double? FloorMs { get; init; }

    /// <summary>Ours divided by the floor.</summary>
    public double? FloorRatio { get; init; }

    /// <summary>Of the same mathematics in plain TorchSharp.</summary>
    public double? PlainMs { get; init; }

    /// <summary>Ours divided by plain TorchSharp.</summary>
    public double? PlainRatio { get; init; }

    /// <summary>What one iteration works through, or null.</summary>
    public long? Items { get; init; }

    /// <summary>One line of JSON.</summary>
    public string ToJson()
    {
        var line = new JsonObject
        {
            ["case"] = Name, ["device"] = Device, ["threads"] = Threads,
            ["ours_ms"] = ResultLine.Rounded(OursMs), ["peer_ms"] = ResultLine.Rounded(PeerMs), ["ratio"] = ResultLine.Rounded(Ratio),
            ["floor_ratio"] = ResultLine.Rounded(FloorRatio), ["peer_noise"] = ResultLine.Rounded(PeerNoise),
            ["floor_ms"] = ResultLine.Rounded(FloorMs), ["plain_ms"] = ResultLine.Rounded(PlainMs), ["plain_ratio"] = ResultLine.Rounded(PlainRatio),
        };
        if (Items is { } items)
        {
            line["ours_per_second"] = ResultLine.Rounded(items / OursMs * 1000);
            line["peer_per_second"] = ResultLine.Rounded(items / PeerMs * 1000);
        }

        return ResultLine.Of(line);
    }
}
