namespace Fusion.Benchmarks.Layers.Native;

/// <summary>A number as libtorch's operations take it; TorchSharp keeps the pointer of its own to itself.</summary>
internal sealed class NativeScalar : IDisposable
{
    private NativeScalar(nint handle) => Handle = handle;

    /// <summary>Kept for the process.</summary>
    public static NativeScalar Zero { get; } = new(NativeApi.THSTorch_int64_to_scalar(0));

    /// <summary>Kept for the process.</summary>
    public static NativeScalar One { get; } = new(NativeApi.THSTorch_int64_to_scalar(1));

    public nint Handle { get; }

    public static NativeScalar Of(double value) => new(NativeApi.THSTorch_float64_to_scalar(value));

    public void Dispose() => NativeApi.THSTorch_dispose_scalar(Handle);
}
