namespace Fusion.Reference.Baselines;

/// <summary>Which loss of the game the published program computes in a pass.</summary>
internal enum GanStage
{
    /// <summary>The generators' side.</summary>
    Generator,

    /// <summary>The discriminators' side of real vectors, with the reconstruction of the complements.</summary>
    DiscriminatorReal,

    /// <summary>The discriminators' side of generated vectors.</summary>
    DiscriminatorFake,
}
