using System.Globalization;
using System.Reflection;

namespace Fusion.Reference.Experiments;

/// <summary>Applies <c>--set Key=value</c> to a recipe: an immutable record of numbers, words and choices.</summary>
internal static class RecipeSettings
{
    /// <summary>The keys a recipe knows, in the order of its properties.</summary>
    public static IReadOnlyList<string> Keys<TRecipe>() => [.. Properties<TRecipe>().Select(property => property.Name)];

    /// <summary>A copy of the recipe with the settings applied in order; keys ignore case.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="settings">Texts of <c>--set</c>.</param>
    /// <param name="keys">Keys that may be set; null: all that the recipe knows.</param>
    public static TRecipe Apply<TRecipe>(TRecipe recipe, IEnumerable<string> settings, IReadOnlyList<string>? keys = null)
        where TRecipe : class, ICloneableRecipe<TRecipe>
    {
        var copy = recipe.Copy();
        keys ??= Keys<TRecipe>();
        foreach (var setting in settings)
        {
            var (property, value) = Split<TRecipe>(setting, keys);
            property.SetValue(copy, Parse(property, value));
        }

        return copy;
    }

    /// <summary>Throws where a row gives a key that was set another value: the setting would be ignored.</summary>
    /// <param name="recipe">The recipe with the settings applied.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="rows">The rows that are to be run.</param>
    public static void RequireKept<TRecipe>(TRecipe recipe, IEnumerable<string> settings, IReadOnlyList<ModelVariant<TRecipe>> rows)
    {
        foreach (var (property, _) in settings.Select(setting => Split<TRecipe>(setting, Keys<TRecipe>())))
            foreach (var row in rows)
            {
                var (set, own) = (property.GetValue(recipe), property.GetValue(row.Apply(recipe)));
                if (!Equals(set, own))
                    throw new UserErrorException(FormattableString.Invariant($"--set {property.Name}={set}: expected {own}, which the row {row.Name} always has; leave the setting or the row out"));
            }
    }

    private static (PropertyInfo Property, string Value) Split<TRecipe>(string setting, IReadOnlyList<string> keys)
    {
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
            throw new UserErrorException($"--set {setting}: expected Key=value");
        var (key, value) = (setting[..equals].Trim(), setting[(equals + 1)..].Trim());
        var property = Properties<TRecipe>().FirstOrDefault(property => property.Name.Equals(key, StringComparison.OrdinalIgnoreCase) && keys.Contains(property.Name))
            ?? throw new UserErrorException($"--set {setting}: there is no key {key}; the keys are {string.Join(", ", keys)}");
        return (property, value);
    }

    private static PropertyInfo[] Properties<TRecipe>() =>
        [.. typeof(TRecipe).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite)];

    private static object Parse(PropertyInfo property, string value)
    {
        var culture = CultureInfo.InvariantCulture;
        // No thousands separators: "0,5" would be five.
        return property.PropertyType switch
        {
            var type when type == typeof(int) && int.TryParse(value, NumberStyles.AllowLeadingSign, culture, out var number) => number,
            var type when type == typeof(double) && double.TryParse(value, NumberStyles.Float, culture, out var number) => number,
            var type when type == typeof(bool) && bool.TryParse(value, out var flag) => flag,
            // One of the names: Enum.TryParse also takes numbers, and makes a third choice of two with a comma between them.
            var type when type.IsEnum && Array.Find(Enum.GetNames(type), name => name.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } name => Enum.Parse(type, name),
            var type => throw new UserErrorException($"--set {property.Name}={value}: expected {Describe(type)}"),
        };
    }

    private static string Describe(Type type) => type switch
    {
        _ when type == typeof(int) => "a whole number",
        _ when type == typeof(double) => "a number with a decimal point",
        _ when type == typeof(bool) => "true or false",
        _ => $"one of {string.Join(", ", Enum.GetNames(type))}",
    };
}
