namespace Fusion.Reference.Data.Translation;

/// <summary>Puts the lines of several splits one after the other.</summary>
internal static class JoinedSplit
{
    /// <summary>Makes one split of several: of the languages and forms that all have; a channel that only some have is absent from the lines of the others.</summary>
    public static ParallelSplit Of(string name, IReadOnlyList<ParallelSplit> parts) => parts.Count == 1 ? parts[0] : new(
        name, [.. parts.SelectMany(part => part.Ids)],
        parts[0].Languages.Keys.Where(language => parts.All(part => part.Languages.ContainsKey(language))).ToDictionary(language => language, language => Join([.. parts.Select(part => part.Languages[language])])),
        parts.SelectMany(part => part.Channels.Keys).Distinct().ToDictionary(channel => channel, channel => LineChannel.Join([.. parts.Select(part => (part.Channels.GetValueOrDefault(channel), part.Count))])),
        [.. parts.SelectMany(part => part.Groups)]);

    private static Sentences Join(Sentences[] parts) => new(Join([.. parts.Select(part => part.Raw)]), Join([.. parts.Select(part => part.Tokenized)]));

    private static string[]? Join(IReadOnlyList<string>?[] parts) => parts.Contains(null) ? null : [.. parts.SelectMany(part => part!)];
}
