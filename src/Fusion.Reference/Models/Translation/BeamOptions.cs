namespace Fusion.Reference.Models.Translation;

/// <summary>How translations are searched.</summary>
/// <param name="Beam">Hypotheses kept for each line; 1 is greedy decoding.</param>
/// <param name="LengthPenalty">alpha: finished hypotheses are compared by log-probability / length^alpha, the end counted.</param>
/// <param name="MaxLength">Most words of a translation.</param>
internal sealed record BeamOptions(int Beam = 5, double LengthPenalty = 1, int MaxLength = 80)
{
    /// <summary>Takes the likeliest word at every step.</summary>
    public static BeamOptions Greedy { get; } = new(1);
}
