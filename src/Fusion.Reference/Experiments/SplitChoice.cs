namespace Fusion.Reference.Experiments;

/// <summary>Finds the part of a data set that <c>--split</c> names.</summary>
internal static class SplitChoice
{
    /// <summary>The part of a name, which has to be one of those given.</summary>
    /// <typeparam name="TPart">A part.</typeparam>
    /// <param name="name">The name; null: the first part.</param>
    /// <param name="parts">The parts.</param>
    /// <param name="nameOf">A part's name.</param>
    public static TPart Of<TPart>(string? name, IReadOnlyList<TPart> parts, Func<TPart, string> nameOf)
    {
        foreach (var part in parts)
            if (name is null || nameOf(part) == name)
                return part;
        throw new UserErrorException($"--split {name}: expected one of {string.Join(", ", parts.Select(nameOf))}");
    }
}
