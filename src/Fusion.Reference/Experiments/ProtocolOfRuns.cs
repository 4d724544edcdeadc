using System.Text.Json.Nodes;
using Fusion.Reference.Data.Iemocap;

namespace Fusion.Reference.Experiments;

/// <summary>The task that runs share: scores of different protocols or classes are never set beside each other.</summary>
/// <param name="Protocol">How the utterances are divided.</param>
/// <param name="Classes">Which emotions are told apart.</param>
internal sealed record ProtocolOfRuns(Protocol Protocol, EmotionClasses Classes)
{
    public static ProtocolOfRuns Of(IemocapRecipe recipe) => new(recipe.Protocol, recipe.Classes);

    /// <summary>Reads a recipe.json; where it names neither, the program knew only the defaults.</summary>
    public static ProtocolOfRuns Of(JsonObject recipe) => new(Choice(recipe, "protocol", Protocol.Session), Choice(recipe, "classes", EmotionClasses.Standard4));

    public override string ToString() => $"{nameof(Protocol)}={Protocol}, {nameof(Classes)}={Classes}";

    private static T Choice<T>(JsonObject recipe, string key, T standard)
        where T : struct, Enum
    {
        if (recipe[key] is not { } value)
            return standard;
        return Enum.TryParse<T>(value.ToString(), out var choice) && Enum.IsDefined(choice) ? choice
            : throw new UserErrorException($"recipe.json: expected {key} to be one of {string.Join(", ", Enum.GetNames<T>())}, found {value.ToJsonString()}");
    }
}
