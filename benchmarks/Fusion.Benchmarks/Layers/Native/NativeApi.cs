using System.Runtime.InteropServices;

namespace Fusion.Benchmarks.Layers.Native;

/// <summary>The part of TorchSharp's exported C functions that the floor needs. Handles are pointers to at::Tensor, at::Scalar and at::Generator.</summary>
/// <remarks>
/// Every argument is a plain number or pointer, so a call through P/Invoke is what C does plus some 6 ns, where the cheapest
/// operation takes 300: a caller written in C would measure the same.
/// </remarks>
internal static partial class NativeApi
{
    private const string Library = "LibTorchSharp";

    [LibraryImport(Library)]
    public static partial nint THSTensor_cat(nint tensors, int count, long dim);

    [LibraryImport(Library)]
    public static unsafe partial void THSTensor_split_with_sizes(nint tensor, delegate* unmanaged[Cdecl]<nint, nint> allocator, nint sizes, int count, long dim);

    [LibraryImport(Library)]
    public static partial nint THSTensor_reshape(nint tensor, nint shape, int count);

    [LibraryImport(Library)]
    public static partial nint THSNN_functional_linear(nint input, nint weight, nint bias);

    [LibraryImport(Library)]
    public static partial nint THSNN_mse_loss(nint input, nint target, long reduction);

    [LibraryImport(Library)]
    public static partial nint THSNN_batch_norm(
        nint input, nint runningMean, nint runningVariance, nint weight, nint bias, [MarshalAs(UnmanagedType.U1)] bool training, double momentum, double epsilon);

    [LibraryImport(Library)]
    public static partial void THSTensor_tanh_(nint tensor);

    [LibraryImport(Library)]
    public static partial void THSTensor_relu_(nint tensor);

    [LibraryImport(Library)]
    public static partial void THSTensor_leaky_relu_(nint tensor, nint slope);

    [LibraryImport(Library)]
    public static partial nint THSTensor_log_sigmoid(nint tensor);

    [LibraryImport(Library)]
    public static partial nint THSTensor_neg(nint tensor);

    [LibraryImport(Library)]
    public static partial nint THSTensor_mean(nint tensor);

    [LibraryImport(Library)]
    public static partial nint THSTensor_sum(nint tensor, [MarshalAs(UnmanagedType.U1)] bool hasType, sbyte type);

    [LibraryImport(Library)]
    public static partial nint THSTensor_add(nint tensor, nint other, nint alpha);

    [LibraryImport(Library)]
    public static partial void THSTensor_add_scalar_(nint tensor, nint scalar, nint alpha);

    [LibraryImport(Library)]
    public static partial nint THSTensor_mul_scalar(nint tensor, nint scalar);

    [LibraryImport(Library)]
    public static partial nint THSTensor_gt_scalar(nint tensor, nint scalar);

    [LibraryImport(Library)]
    public static partial nint THSTensor_le_scalar(nint tensor, nint scalar);

    [LibraryImport(Library)]
    public static partial nint THSTensor_to_type(nint tensor, sbyte type, [MarshalAs(UnmanagedType.U1)] bool copy, [MarshalAs(UnmanagedType.U1)] bool nonBlocking);

    [LibraryImport(Library)]
    public static partial nint THSTensor_detach(nint tensor);

    [LibraryImport(Library)]
    public static partial nint THSTensor_randn(
        nint generator, nint sizes, int count, sbyte type, int deviceType, int deviceIndex, [MarshalAs(UnmanagedType.U1)] bool requiresGrad);

    [LibraryImport(Library)]
    public static partial void THSTensor_backward(nint tensor);

    [LibraryImport(Library)]
    public static partial nint THSTensor_grad(nint tensor);

    [LibraryImport(Library)]
    public static partial void THSTensor_set_grad(nint tensor, nint grad);

    [LibraryImport(Library)]
    public static partial nint THSTensor_data(nint tensor);

    [LibraryImport(Library)]
    public static partial void THSTensor_dispose(nint tensor);

    [LibraryImport(Library)]
    public static partial nint THSTorch_float64_to_scalar(double value);

    [LibraryImport(Library)]
    public static partial nint THSTorch_int64_to_scalar(long value);

    [LibraryImport(Library)]
    public static partial void THSTorch_dispose_scalar(nint scalar);

    [LibraryImport(Library)]
    public static partial nint THSTorch_get_and_reset_last_err();
}
