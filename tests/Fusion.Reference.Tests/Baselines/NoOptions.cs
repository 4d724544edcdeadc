using Fusion.Layers;

namespace Fusion.Reference.Tests.Baselines;

/// <summary>The options of golden cases whose module has none of its own.</summary>
internal sealed record NoOptions : FusionOptions;
