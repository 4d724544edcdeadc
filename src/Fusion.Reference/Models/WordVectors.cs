namespace Fusion.Reference.Models;

/// <summary>Where word vectors start, and whether they learn.</summary>
internal enum WordVectors
{
    /// <summary>From the vectors that the data brings, where it does; they learn.</summary>
    Pretrained,

    /// <summary>From the vectors that the data brings; they stay.</summary>
    PretrainedFrozen,

    /// <summary>From random numbers; they learn.</summary>
    Random,
}
