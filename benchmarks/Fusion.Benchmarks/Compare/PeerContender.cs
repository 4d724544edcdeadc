using System.Text.Json.Nodes;

namespace Fusion.Benchmarks.Compare;

/// <summary>The side of PyTorch.</summary>
/// <param name="peer">Where it runs; the caller's.</param>
/// <param name="request">What loads the case.</param>
internal sealed class PeerContender(PeerProcess peer, object request) : Contender
{
    /// <summary>What the script answered when it had loaded the case.</summary>
    public JsonObject Loaded { get; } = peer.Ask(request);

    public override double Read(int iterations) => peer.Ask(new { op = "read", iterations })["ms"]!.GetValue<double>();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _ = peer.Ask(new { op = "drop" });
        base.Dispose(disposing);
    }
}
