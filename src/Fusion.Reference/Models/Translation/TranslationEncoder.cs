namespace Fusion.Reference.Models.Translation;

/// <summary>A learner of one modality beside the text.</summary>
/// <param name="name">Name of the type.</param>
/// <param name="outputFeatures">Width of the vector.</param>
internal abstract class TranslationEncoder(string name, long outputFeatures) : ModalityEncoder<TranslationInput>(name, outputFeatures)
{
    /// <summary>Whether a batch brings its modality at all.</summary>
    public abstract bool IsIn(TranslationInput input);
}
