namespace Fusion.Reference.Experiments;

/// <summary>A recipe that can be copied and checked.</summary>
internal interface ICloneableRecipe<out TRecipe>
{
    TRecipe Copy();
}
