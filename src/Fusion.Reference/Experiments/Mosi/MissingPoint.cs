namespace Fusion.Reference.Experiments.Mosi;

/// <summary>A test with incomplete rows.</summary>
/// <param name="Removed">The modality that goes; null: each may, and one stays.</param>
/// <param name="Rate">Probability that a row loses a modality.</param>
/// <param name="Accuracy">Share of rows classified rightly, the mean over draws.</param>
/// <param name="MacroF1">Mean F1 of the classes, the mean over draws.</param>
internal sealed record MissingPoint(string? Removed, double Rate, double Accuracy, double MacroF1);
