using Fusion.Layers;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>The randomness of one model's dropout. Torch's global generator is shared by the whole process: models trained side by side would draw from each other's.</summary>
internal sealed class DropoutNoise : IDisposable
{
    private Generator? _generator;
    private long _seed;

    /// <summary>Starts the sequence of a seed; it follows the model to any device.</summary>
    public void Seed(long seed)
    {
        _seed = seed;
        Dispose();
    }

    /// <summary>The generator for masks on a device.</summary>
    public Generator On(Device device)
    {
        if (_generator is not null && !_generator.device.IsAt(device.type, device.index))
            Dispose();
        return _generator ??= new Generator((ulong)_seed, device);
    }

    public void Dispose()
    {
        _generator?.Dispose();
        _generator = null;
    }
}
