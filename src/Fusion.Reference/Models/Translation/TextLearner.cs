namespace Fusion.Reference.Models.Translation;

/// <summary>A learner of the source text: its states are what a decoder attends to, and one vector of the common width stands for the line.</summary>
/// <param name="name">Name of the type.</param>
/// <param name="stateFeatures">Width of a word's state.</param>
/// <param name="outputFeatures">Width of the vector.</param>
internal abstract class TextLearner(string name, long stateFeatures, long outputFeatures) : TranslationEncoder(name, stateFeatures, outputFeatures)
{
    /// <summary>Always: a line without text is none.</summary>
    public override bool IsIn(TranslationInput input) => true;
}
