using Fusion.Layers;
using TorchSharp.Modules;

namespace Fusion.Reference.Models.Translation;

/// <summary>What a translator is made of.</summary>
/// <param name="SourceWords">Vectors of the source words; null without text.</param>
/// <param name="TargetWords">Vectors of the target words; the same object where both languages share a vocabulary.</param>
/// <param name="Text">The text learner; null in a model without text. It is the first modality.</param>
/// <param name="Others">The other learners by the name of their modality, in the order of the fusion's modalities.</param>
/// <param name="Fusion">Fuses the learners' vectors; null for one modality.</param>
/// <param name="Decoder">Writes the translation.</param>
internal sealed record TranslatorParts(
    Embedding? SourceWords, Embedding TargetWords, TextLearner? Text, IReadOnlyList<(string Name, TranslationEncoder Encoder)> Others, FusionModule? Fusion, LstmDecoder Decoder);
