namespace Fusion.Reference.Experiments.Translation;

/// <summary>Lines as a model sees them: numbered words, and the other channels that it reads.</summary>
/// <param name="Source">Source words of each line.</param>
/// <param name="Target">Target words of each line, without start and end.</param>
/// <param name="Image">Images or videos; null where nobody reads them or none are there.</param>
/// <param name="Speech">Speech; null where nobody reads it or none is there.</param>
/// <param name="Modalities">What the model reads, in its order.</param>
internal sealed record TranslationPart(
    IReadOnlyList<long[]> Source, IReadOnlyList<long[]> Target, ChannelOfPart? Image, ChannelOfPart? Speech, IReadOnlyList<string> Modalities)
{
    public int Count => Source.Count;

    /// <summary>Whether a line has a modality.</summary>
    public bool Has(int line, string modality) => modality switch
    {
        ModalitySets.Image => Image is not null && Image.Has(line),
        ModalitySets.Speech => Speech is not null && Speech.Has(line),
        _ => true,
    };
}
