namespace Fusion.Reference.Experiments.Translation;

/// <summary>What a translator's weights depend on beside the recipe.</summary>
/// <param name="SourceWords">Size of the source vocabulary.</param>
/// <param name="TargetWords">Size of the target vocabulary.</param>
/// <param name="ImageFeatures">Width of an image's vector; null where nobody reads it.</param>
/// <param name="SpeechFeatures">Width of a frame of speech; null where nobody reads it.</param>
internal sealed record TranslationSizes(int SourceWords, int TargetWords, int? ImageFeatures, int? SpeechFeatures)
{
    public static TranslationSizes Of(TranslationData data) =>
        new(data.Text.Source.Vocabulary.Count, data.Text.Target.Vocabulary.Count, data.ImageFeatures, data.SpeechFeatures);
}
