using System.Runtime.CompilerServices;

namespace Fusion.Layers;

/// <summary>Argument checks whose messages name the argument, what was expected and what was found.</summary>
internal static class Require
{
    public static void That(bool condition, string argument, string expected, object? found)
    {
        if (!condition)
            throw new ArgumentException(FormattableString.Invariant($"{argument}: expected {expected}, found {found ?? "null"}."), argument);
    }

    /// <summary>The same for an expectation that is put together: only where the check fails.</summary>
    public static void That(bool condition, string argument, [InterpolatedStringHandlerArgument(nameof(condition))] ref FailureText expected, object? found)
    {
        if (!condition)
            That(condition, argument, expected.ToString(), found);
    }

    public static void Defined<T>(T value, string argument)
        where T : struct, Enum =>
        That(Enum.IsDefined(value), argument, $"one of {string.Join(", ", Enum.GetNames<T>())}", value);

    public static void Positive(long value, string argument) => That(value > 0, argument, "a positive number", value);
}
