using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>
/// The learner of images and videos: their vector through one linear layer to the common width, and tanh, so that all learners speak in one range. Of an image
/// in regions each goes that way, and their mean is the vector.
/// </summary>
internal sealed class ImageEncoder : TranslationEncoder
{
    private readonly Linear _project;
    private readonly NoiseDropout _dropout;

    /// <param name="features">Width D of the vector, or of a region.</param>
    /// <param name="width">Width of the result.</param>
    /// <param name="dropout">Dropout on the vector or the regions.</param>
    /// <param name="noise">The model's randomness.</param>
    public ImageEncoder(long features, long width, double dropout, DropoutNoise noise)
        : base(nameof(ImageEncoder), width, width)
    {
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
        register_module("project", _project = nn.Linear(features, width));
    }

    public override bool IsIn(TranslationInput input) => input.Image is not null;

    /// <summary>Encodes to (B, width); one state for each region, one where the image has none.</summary>
    public override Learned forward(TranslationInput input)
    {
        using var scope = NewDisposeScope();
        var projected = _project.forward(_dropout.forward(input.Image!)).tanh();
        var (rows, vector) = projected.dim() == 2 ? (projected, projected.alias()) : (projected.flatten(0, 1), projected.mean([1L]));
        var places = PackedPlaces.Grid(vector.size(0), rows.size(0) / vector.size(0), rows.device);
        return new Learned(new SequenceStates(rows, vector.alias(), places), vector).MoveToOuterDisposeScope();
    }
}
