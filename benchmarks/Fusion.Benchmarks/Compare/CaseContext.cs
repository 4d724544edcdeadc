using static TorchSharp.torch;

namespace Fusion.Benchmarks.Compare;

/// <summary>What a case is prepared with.</summary>
/// <param name="Peer">PyTorch, or null.</param>
/// <param name="Folder">Where files for the peer go.</param>
/// <param name="Device">Where all sides run.</param>
/// <param name="Clock">What local sides are timed with, nanoseconds.</param>
/// <param name="Notes">Receives what there is to say beside the figures.</param>
internal sealed record CaseContext(PeerProcess? Peer, string Folder, Device Device, Func<long> Clock, TextWriter Notes);
