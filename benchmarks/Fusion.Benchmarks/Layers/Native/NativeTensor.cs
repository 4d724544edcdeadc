using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Layers.Native;

/// <summary>A tensor as C code has it: a pointer, and nobody else who frees it.</summary>
/// <param name="handle">Pointer to the tensor; 0 for none.</param>
internal readonly unsafe struct NativeTensor(nint handle) : IDisposable
{
    private const int MostParts = 16;
    private const long MeanReduction = 1;

    [ThreadStatic]
    private static nint* _parts;

    private readonly nint _handle = handle;

    /// <summary>The tensor of a managed one, which stays its owner.</summary>
    public static NativeTensor Of(Tensor tensor) => new(tensor.Handle);

    public static NativeTensor Cat(ReadOnlySpan<NativeTensor> tensors, long dim)
    {
        fixed (NativeTensor* first = tensors)
            return Checked(NativeApi.THSTensor_cat((nint)first, tensors.Length, dim));
    }

    public static NativeTensor Randn(Generator generator, ReadOnlySpan<long> sizes)
    {
        fixed (long* first = sizes)
            return Checked(NativeApi.THSTensor_randn(generator.Handle, (nint)first, sizes.Length, (sbyte)ScalarType.Float32, (int)DeviceType.CPU, -1, false));
    }

    /// <summary>Splits the last dimension; the parts are the caller's to free.</summary>
    public void Split(ReadOnlySpan<long> sizes, Span<NativeTensor> parts)
    {
        fixed (long* first = sizes)
            NativeApi.THSTensor_split_with_sizes(_handle, &Allocate, (nint)first, sizes.Length, -1);
        for (var i = 0; i < parts.Length; i++)
            parts[i] = Checked(_parts[i]);
    }

    public NativeTensor Reshape(ReadOnlySpan<long> shape)
    {
        fixed (long* first = shape)
            return Checked(NativeApi.THSTensor_reshape(_handle, (nint)first, shape.Length));
    }

    public NativeTensor Linear(NativeTensor weight, NativeTensor bias) => Checked(NativeApi.THSNN_functional_linear(_handle, weight._handle, bias._handle));

    public NativeTensor MeanSquaredError(NativeTensor target) => Checked(NativeApi.THSNN_mse_loss(_handle, target._handle, MeanReduction));

    public NativeTensor BatchNorm(NativeTensor mean, NativeTensor variance, NativeTensor weight, NativeTensor bias, bool training) =>
        Checked(NativeApi.THSNN_batch_norm(_handle, mean._handle, variance._handle, weight._handle, bias._handle, training, momentum: 0.1, epsilon: 1e-5));

    /// <summary>Tanh in place, as the two after it.</summary>
    public void Tanh() => NativeApi.THSTensor_tanh_(_handle);

    public void Relu() => NativeApi.THSTensor_relu_(_handle);

    public void LeakyRelu(NativeScalar slope) => NativeApi.THSTensor_leaky_relu_(_handle, slope.Handle);

    public NativeTensor LogSigmoid() => Checked(NativeApi.THSTensor_log_sigmoid(_handle));

    public NativeTensor Negative() => Checked(NativeApi.THSTensor_neg(_handle));

    public NativeTensor Mean() => Checked(NativeApi.THSTensor_mean(_handle));

    public NativeTensor Sum() => Checked(NativeApi.THSTensor_sum(_handle, false, 0));

    public NativeTensor Plus(NativeTensor other, NativeScalar one) => Checked(NativeApi.THSTensor_add(_handle, other._handle, one.Handle));

    public void Increase(NativeScalar by) => NativeApi.THSTensor_add_scalar_(_handle, by.Handle, by.Handle);

    public NativeTensor Times(NativeScalar factor) => Checked(NativeApi.THSTensor_mul_scalar(_handle, factor.Handle));

    public NativeTensor Above(NativeScalar threshold) => Checked(NativeApi.THSTensor_gt_scalar(_handle, threshold.Handle));

    public NativeTensor AtMost(NativeScalar threshold) => Checked(NativeApi.THSTensor_le_scalar(_handle, threshold.Handle));

    public NativeTensor ToFloat() => Checked(NativeApi.THSTensor_to_type(_handle, (sbyte)ScalarType.Float32, false, false));

    public NativeTensor Detach() => Checked(NativeApi.THSTensor_detach(_handle));

    public void Backward() => NativeApi.THSTensor_backward(_handle);

    /// <summary>The gradient, or one without a tensor.</summary>
    public NativeTensor Gradient() => new(NativeApi.THSTensor_grad(_handle));

    public bool IsNone => _handle == 0;

    public void ClearGradient() => NativeApi.THSTensor_set_grad(_handle, 0);

    /// <summary>The values of a contiguous float32 tensor on the CPU.</summary>
    public Span<float> Values(int count) => new((void*)NativeApi.THSTensor_data(_handle), count);

    public void Dispose() => NativeApi.THSTensor_dispose(_handle);

    private static NativeTensor Checked(nint handle) => handle != 0 ? new(handle)
        : throw new InvalidOperationException(Marshal.PtrToStringAnsi(NativeApi.THSTorch_get_and_reset_last_err()));

    [UnmanagedCallersOnly(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
    private static nint Allocate(nint count)
    {
        if (_parts is null)
            _parts = (nint*)NativeMemory.AllocZeroed(MostParts, (nuint)sizeof(nint));
        return count <= MostParts ? (nint)_parts : 0;
    }
}
