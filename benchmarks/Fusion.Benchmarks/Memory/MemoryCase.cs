namespace Fusion.Benchmarks.Memory;

/// <summary>Something that is done over and over, and should hold no more memory after many times than after a few.</summary>
/// <param name="Name">What, which sizes, training or inference.</param>
/// <param name="Build">Makes it.</param>
internal sealed record MemoryCase(string Name, Func<MemoryLoop> Build);

/// <summary>A case ready to run.</summary>
/// <param name="Step">The step of a number, counted from 0; it leaves no tensor behind.</param>
/// <param name="Owned">What is disposed at the end.</param>
internal sealed record MemoryLoop(Action<int> Step, params IReadOnlyList<IDisposable> Owned) : IDisposable
{
    public void Dispose()
    {
        foreach (var owned in Owned)
            owned.Dispose();
    }
}
