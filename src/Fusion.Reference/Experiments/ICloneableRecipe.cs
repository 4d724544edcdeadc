namespace Fusion.Reference.Experiments;

/// <summary>A recipe that can be copied.</summary>
internal interface ICloneableRecipe<out TRecipe>
{
    TRecipe Copy();
}
