namespace Fusion.Reference.Metrics;

/// <summary>A METEOR 1.5 score and what it was made of; all but the chunks between 0 and 1.</summary>
/// <param name="Score">Mean of precision and recall, less the penalty.</param>
/// <param name="Precision">Weighted share of the hypothesis's words that are matched.</param>
/// <param name="Recall">Weighted share of the references' words that are matched.</param>
/// <param name="FMean">Weighted harmonic mean of the two.</param>
/// <param name="Penalty">Share that is taken off for matches in pieces.</param>
/// <param name="Chunks">Runs of matches that are adjacent on both sides.</param>
internal readonly record struct MeteorScore(double Score, double Precision, double Recall, double FMean, double Penalty, double Chunks);
