using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>A small learner of one feature vector: linear, ReLU, dropout.</summary>
internal sealed class VectorEncoder : ModalityEncoder<VectorsInput>
{
    private readonly int _modality;
    private readonly Linear _linear;
    private readonly NoiseDropout _dropout;

    /// <param name="modality">Which of the input's vectors it reads.</param>
    /// <param name="features">Width of that vector.</param>
    /// <param name="width">Width of the result.</param>
    /// <param name="dropout">Dropout on the result.</param>
    /// <param name="noise">The model's randomness.</param>
    public VectorEncoder(int modality, long features, long width, double dropout, DropoutNoise noise)
        : base(nameof(VectorEncoder), width)
    {
        _modality = modality;
        register_module("linear", _linear = nn.Linear(features, width));
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
    }

    /// <summary>Encodes feature vectors (B, features) to (B, width).</summary>
    public override Encoded forward(VectorsInput input)
    {
        using var scope = NewDisposeScope();
        return new Encoded(_dropout.forward(_linear.forward(input.Features[_modality]).relu())).MoveToOuterDisposeScope();
    }
}
