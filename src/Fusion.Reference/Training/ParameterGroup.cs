using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Training;

/// <summary>Parameters that one optimiser moves.</summary>
/// <param name="Name">Name of the optimiser in a checkpoint.</param>
/// <param name="Parameters">The parameters by their names in the model.</param>
internal sealed record ParameterGroup(string Name, IReadOnlyList<(string Name, Parameter Value)> Parameters)
{
    /// <summary>Name of the optimiser that moves the whole model, or what the others leave.</summary>
    public const string Main = "adam";

    /// <summary>All parameters of a model.</summary>
    public static ParameterGroup Whole(nn.Module model) => new(Main, Named(model));

    /// <summary>The parameters of a model that are among the given ones.</summary>
    public static ParameterGroup Only(string name, nn.Module model, IEnumerable<Parameter> parameters)
    {
        var wanted = parameters.ToHashSet(ReferenceEqualityComparer.Instance);
        return new(name, [.. Named(model).Where(item => wanted.Contains(item.Value))]);
    }

    /// <summary>The parameters of a model that are not among the given ones.</summary>
    public static ParameterGroup Without(nn.Module model, IEnumerable<Parameter> parameters)
    {
        var others = parameters.ToHashSet(ReferenceEqualityComparer.Instance);
        return new(Main, [.. Named(model).Where(item => !others.Contains(item.Value))]);
    }

    private static IReadOnlyList<(string Name, Parameter Value)> Named(nn.Module model) =>
        [.. model.named_parameters().Select(item => (item.name, item.parameter))];
}
