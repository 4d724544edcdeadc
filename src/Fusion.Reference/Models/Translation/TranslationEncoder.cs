using static TorchSharp.torch;

namespace Fusion.Reference.Models.Translation;

/// <summary>A learner of one modality.</summary>
/// <param name="name">Name of the type.</param>
/// <param name="stateFeatures">Width of a state.</param>
/// <param name="outputFeatures">Width of the vector.</param>
internal abstract class TranslationEncoder(string name, long stateFeatures, long outputFeatures) : nn.Module<TranslationInput, Learned>(name)
{
    /// <summary>Width of a state: of a word, a frame or a region.</summary>
    public long StateFeatures { get; } = stateFeatures;

    /// <summary>Width of the vector.</summary>
    public long OutputFeatures { get; } = outputFeatures;

    /// <summary>Whether a batch brings its modality at all.</summary>
    public abstract bool IsIn(TranslationInput input);

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }
}
