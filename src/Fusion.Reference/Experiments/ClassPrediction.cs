namespace Fusion.Reference.Experiments;

/// <summary>What a classifier says of one utterance.</summary>
/// <param name="Probabilities">One per class.</param>
/// <param name="Loss">Loss of the task.</param>
/// <param name="Encoded">What entered the fusion.</param>
/// <param name="Fused">What left it.</param>
internal sealed record ClassPrediction(float[] Probabilities, float Loss, float[] Encoded, float[] Fused)
{
    /// <summary>The most probable class; the lower index on a tie.</summary>
    public int Class => Array.IndexOf(Probabilities, Probabilities.Max());
}
