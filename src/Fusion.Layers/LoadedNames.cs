namespace Fusion.Layers;

/// <summary>What a load that is not strict left out; both lists are empty after a strict one.</summary>
/// <param name="Missing">Names of the module that the file does not have: these tensors stay as they were.</param>
/// <param name="Unexpected">Names of the file that the module does not have: these tensors were not read into anything.</param>
public sealed record LoadedNames(IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected);
