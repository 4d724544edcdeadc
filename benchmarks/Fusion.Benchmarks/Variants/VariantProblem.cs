using Fusion.Benchmarks.Training;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Variants;

/// <summary>A model that is trained in several ways, with the same weights and batches.</summary>
/// <param name="Name">Which model, and how many rows a batch has.</param>
/// <param name="Variants">The ways; the others are held against the first.</param>
internal sealed record VariantProblem(string Name, IReadOnlyList<(string Name, Func<Device, TrainingRun> Train)> Variants);
