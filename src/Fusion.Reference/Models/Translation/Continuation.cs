namespace Fusion.Reference.Models.Translation;

/// <summary>A hypothesis of a line and one more word.</summary>
/// <param name="Score">Log-probability of all words together.</param>
/// <param name="Parent">The hypothesis among those of its line.</param>
/// <param name="Word">The word.</param>
internal readonly record struct Continuation(float Score, int Parent, long Word);
