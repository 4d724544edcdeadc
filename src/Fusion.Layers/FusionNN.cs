using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Layers;

/// <summary>Factories beside TorchSharp's own: <c>torch.nn.AutoFusion(...)</c>; from older C# or F#, <c>FusionNN.AutoFusion(...)</c>.</summary>
public static class FusionNN
{
    // Named and unnamed modalities take the same options: the overloads differ in their first argument alone.
#pragma warning disable RS0026
    extension(torch.nn)
    {
        /// <summary>Creates an <see cref="Fusion.Layers.AutoFusion"/> of named modalities.</summary>
        /// <param name="modalities">The inputs, at least two, such as <c>[("text", 512), ("audio", 50)]</c>.</param>
        /// <param name="outputFeatures">Width t of the fused vector.</param>
        /// <param name="options">Options; default <see cref="AutoFusionOptions.Default"/>.</param>
        /// <param name="device">Device of the parameters.</param>
        /// <param name="dtype">Floating-point dtype of the parameters.</param>
        /// <returns>The layer.</returns>
        public static AutoFusion AutoFusion(IReadOnlyList<Modality> modalities, long outputFeatures, AutoFusionOptions? options = null, Device? device = null, ScalarType? dtype = null) =>
            new(modalities, outputFeatures, options, device, dtype);

        /// <summary>Creates an <see cref="Fusion.Layers.AutoFusion"/> of modalities given by width and named <c>m0</c>, <c>m1</c>, and so on.</summary>
        /// <param name="features">The widths d_i, at least two.</param>
        /// <param name="outputFeatures">Width t of the fused vector.</param>
        /// <param name="options">Options; default <see cref="AutoFusionOptions.Default"/>.</param>
        /// <param name="device">Device of the parameters.</param>
        /// <param name="dtype">Floating-point dtype of the parameters.</param>
        /// <returns>The layer.</returns>
        public static AutoFusion AutoFusion(IReadOnlyList<long> features, long outputFeatures, AutoFusionOptions? options = null, Device? device = null, ScalarType? dtype = null) =>
            new(Modality.Unnamed(features), outputFeatures, options, device, dtype);

        /// <summary>Creates a <see cref="Fusion.Layers.GANFusion"/> of named modalities.</summary>
        /// <param name="modalities">The inputs, at least two, such as <c>[("text", 512), ("audio", 50)]</c>.</param>
        /// <param name="outputFeatures">Width t of the fused vector.</param>
        /// <param name="options">Options; default <see cref="GANFusionOptions.Default"/>.</param>
        /// <param name="device">Device of the parameters.</param>
        /// <param name="dtype">Floating-point dtype of the parameters.</param>
        /// <returns>The layer.</returns>
        public static GANFusion GANFusion(IReadOnlyList<Modality> modalities, long outputFeatures, GANFusionOptions? options = null, Device? device = null, ScalarType? dtype = null) =>
            new(modalities, outputFeatures, options, device, dtype);

        /// <summary>Creates a <see cref="Fusion.Layers.GANFusion"/> of modalities given by width and named <c>m0</c>, <c>m1</c>, and so on.</summary>
        /// <param name="features">The widths d_i, at least two.</param>
        /// <param name="outputFeatures">Width t of the fused vector.</param>
        /// <param name="options">Options; default <see cref="GANFusionOptions.Default"/>.</param>
        /// <param name="device">Device of the parameters.</param>
        /// <param name="dtype">Floating-point dtype of the parameters.</param>
        /// <returns>The layer.</returns>
        public static GANFusion GANFusion(IReadOnlyList<long> features, long outputFeatures, GANFusionOptions? options = null, Device? device = null, ScalarType? dtype = null) =>
            new(Modality.Unnamed(features), outputFeatures, options, device, dtype);

        /// <summary>Creates a <see cref="Fusion.Layers.MultiTaskLoss"/> of fixed weights, equation 4.</summary>
        /// <param name="tasks">Names and weights, such as <c>("task", 1.0), ("fusion", 0.1)</c>.</param>
        /// <returns>The loss.</returns>
        public static MultiTaskLoss MultiTaskLoss(params (string Name, double Weight)[] tasks) => Fusion.Layers.MultiTaskLoss.Fixed(tasks);
    }
}
