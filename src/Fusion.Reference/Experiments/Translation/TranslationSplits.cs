using Fusion.Reference.Data.Translation;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>What a run learns from, chooses its epoch by, and is tested on.</summary>
/// <param name="Train">Training lines.</param>
/// <param name="Validation">Validation lines.</param>
/// <param name="Tests">Test sets, the first being the main one.</param>
internal sealed record TranslationSplits(ParallelSplit Train, ParallelSplit Validation, IReadOnlyList<ParallelSplit> Tests);
