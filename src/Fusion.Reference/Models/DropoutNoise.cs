using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>The randomness of one model's dropout. Torch's global generator is shared by the whole process: models trained side by side would draw from each other's.</summary>
internal sealed class DropoutNoise : IDisposable
{
    /// <summary>Draws on the CPU, as all generators of TorchSharp do.</summary>
    public Generator Generator { get; private set; } = new(0, CPU);

    /// <summary>Starts the sequence of a seed.</summary>
    public void Seed(long seed)
    {
        Dispose();
        Generator = new Generator((ulong)seed, CPU);
    }

    public void Dispose() => Generator.Dispose();
}
