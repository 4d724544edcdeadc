using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>The learner of images and videos: their vector through one linear layer to the common width, and tanh, so that all learners speak in one range.</summary>
internal sealed class ImageEncoder : TranslationEncoder
{
    private readonly Linear _project;
    private readonly NoiseDropout _dropout;

    /// <param name="features">Width D of the vector.</param>
    /// <param name="width">Width of the result.</param>
    /// <param name="dropout">Dropout on the vector.</param>
    /// <param name="noise">The model's randomness.</param>
    public ImageEncoder(long features, long width, double dropout, DropoutNoise noise)
        : base(nameof(ImageEncoder), width)
    {
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
        register_module("project", _project = nn.Linear(features, width));
    }

    public override bool IsIn(TranslationInput input) => input.Image is not null;

    /// <summary>Encodes to (B, width).</summary>
    public override Encoded forward(TranslationInput input)
    {
        using var scope = NewDisposeScope();
        return new Encoded(_project.forward(_dropout.forward(input.Image!)).tanh()).MoveToOuterDisposeScope();
    }
}
