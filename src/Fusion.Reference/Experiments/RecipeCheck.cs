namespace Fusion.Reference.Experiments;

/// <summary>Says which key of a recipe has a value that makes no sense.</summary>
internal static class RecipeCheck
{
    public static void AtLeast(int least, params (string Name, int Value)[] values)
    {
        foreach (var (name, value) in values)
            Within(value >= least, name, value, $"at least {least}");
    }

    /// <summary>Finite and above 0.</summary>
    public static void Positive(params (string Name, double Value)[] values)
    {
        foreach (var (name, value) in values)
            Within(double.IsFinite(value) && value > 0, name, value, "above 0");
    }

    /// <summary>Finite and not below 0.</summary>
    public static void NotNegative(params (string Name, double Value)[] values)
    {
        foreach (var (name, value) in values)
            Within(double.IsFinite(value) && value >= 0, name, value, "at least 0");
    }

    /// <summary>In [0, 1).</summary>
    public static void Probability(params (string Name, double Value)[] values)
    {
        foreach (var (name, value) in values)
            Within(value is >= 0 and < 1, name, value, "at least 0 and below 1");
    }

    public static void Within(bool holds, string name, IFormattable value, string expected)
    {
        if (!holds)
            throw new UserErrorException(FormattableString.Invariant($"--set {name}={value}: expected {expected}"));
    }
}
