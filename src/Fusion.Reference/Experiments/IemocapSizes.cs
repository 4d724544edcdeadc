namespace Fusion.Reference.Experiments;

/// <summary>What the shapes of a model follow from, besides its recipe.</summary>
/// <param name="Words">Size of the vocabulary.</param>
/// <param name="AudioFeatures">Features of speech.</param>
/// <param name="FrameFeatures">Width of the cepstral frames; null where there are none.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="WordVectors">Initial word vectors, row-major, where there are any.</param>
internal sealed record IemocapSizes(int Words, int AudioFeatures, int? FrameFeatures, int Classes, float[]? WordVectors = null)
{
    public static IemocapSizes Of(IemocapData data) => new(data.Vocabulary.Count, data.AudioFeatures, data.FrameFeatures, data.Classes.Count, data.WordVectors);
}
