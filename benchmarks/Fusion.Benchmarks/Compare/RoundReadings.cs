namespace Fusion.Benchmarks.Compare;

/// <summary>Readings of all sides of a case, round by round.</summary>
internal sealed class RoundReadings
{
    private readonly List<double> _ours = [];
    private readonly List<double> _floor = [];
    private readonly List<double> _plain = [];
    private readonly List<double> _peer = [];
    private readonly List<double> _peerAgain = [];

    /// <summary>Reads all sides, the peer before and after the others; see <see cref="Rounds"/>.</summary>
    public static RoundReadings Take(Sides sides, Effort effort)
    {
        var readings = new RoundReadings();
        var order = new[]
        {
            (sides.Peer, readings._peer), (sides.Ours, readings._ours), (sides.Floor, readings._floor), (sides.Plain, readings._plain), (sides.Peer, readings._peerAgain),
        }.Where(item => item.Item1 is not null).Select(item => (Side: item.Item1!, Readings: item.Item2)).ToArray();
        foreach (var (item, read) in order.Zip(Rounds.Read([.. order.Select(item => item.Side)], effort)))
            item.Readings.AddRange(read);
        return readings;
    }

    /// <summary>The figures of a case.</summary>
    public CaseResult Result(string name, int threads, long? items)
    {
        // Twice a round, before and after ours: their mean lies in the middle.
        double[] peer = [.. _peer.Zip(_peerAgain, (first, second) => (first + second) / 2)];
        return new CaseResult(name, threads)
        {
            OursMs = Statistics.Median(_ours),
            FloorMs = MedianOf(_floor), FloorRatio = RatioTo(_floor),
            PlainMs = MedianOf(_plain), PlainRatio = RatioTo(_plain),
            PeerMs = MedianOf(peer), Ratio = RatioTo(peer), PeerNoise = peer.Length == 0 ? null : Statistics.Noise(_peer, _peerAgain),
            Items = items,
        };
    }

    private static double? MedianOf(IReadOnlyList<double> readings) => readings.Count == 0 ? null : Statistics.Median(readings);

    private double? RatioTo(IReadOnlyList<double> readings) => readings.Count == 0 ? null : Statistics.Ratio(_ours, readings);
}
