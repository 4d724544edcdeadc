using System.Runtime.InteropServices;
using System.Text;

namespace Fusion.Reference.Commands;

/// <summary>Names of CUDA devices, which TorchSharp does not tell, from the driver itself.</summary>
internal static class CudaDriver
{
    private delegate int Init(uint flags);

    private delegate int GetCount(out int count);

    private delegate int Get(out int device, int ordinal);

    private delegate int GetName([Out] byte[] name, int capacity, int device);

    /// <summary>The visible devices in CUDA's order; none where there is no driver.</summary>
    public static IReadOnlyList<string> DeviceNames()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var driver))
            return [];
        if (Function<Init>("cuInit")(0) != 0 || Function<GetCount>("cuDeviceGetCount")(out var count) != 0)
            return [];
        return [.. Enumerable.Range(0, count).Select(Name)];

        string Name(int ordinal)
        {
            var name = new byte[256];
            return Function<Get>("cuDeviceGet")(out var device, ordinal) == 0 && Function<GetName>("cuDeviceGetName")(name, name.Length, device) == 0
                ? Encoding.UTF8.GetString(name.AsSpan(0, name.AsSpan().IndexOf((byte)0)))
                : "unknown";
        }

        T Function<T>(string export) => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(driver, export));
    }
}
