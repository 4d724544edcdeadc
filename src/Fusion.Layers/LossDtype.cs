using static TorchSharp.torch;

namespace Fusion.Layers;

/// <summary>Losses are computed in at least float32, whatever the model's dtype.</summary>
internal static class LossDtype
{
    public static ScalarType Of(ScalarType dtype) => dtype is ScalarType.BFloat16 or ScalarType.Float16 ? ScalarType.Float32 : dtype;

    /// <summary>The tensor itself where it is precise enough, else a float32 copy.</summary>
    public static Tensor Widen(Tensor value) => Of(value.dtype) == value.dtype ? value : value.to_type(Of(value.dtype));
}
