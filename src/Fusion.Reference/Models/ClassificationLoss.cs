namespace Fusion.Reference.Models;

/// <summary>What a classifier minimises besides its fusion's loss.</summary>
internal enum ClassificationLoss
{
    CrossEntropy,

    /// <summary>The mean over wrong classes of how far they come within 1 of the true one's score: the "max-margin" that the paper mentions.</summary>
    MultiMargin,
}
