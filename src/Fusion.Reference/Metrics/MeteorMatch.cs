namespace Fusion.Reference.Metrics;

/// <summary>A run of hypothesis words that may be aligned with a run of reference words.</summary>
/// <param name="Start">First word of the hypothesis.</param>
/// <param name="Length">Words of the hypothesis.</param>
/// <param name="ReferenceStart">First word of the reference.</param>
/// <param name="ReferenceLength">Words of the reference.</param>
/// <param name="Stage">Position of the module that found it among the modules in use; 0 is the exact one.</param>
internal readonly record struct MeteorMatch(int Start, int Length, int ReferenceStart, int ReferenceLength, int Stage)
{
    public int End => Start + Length;

    public int ReferenceEnd => ReferenceStart + ReferenceLength;
}
