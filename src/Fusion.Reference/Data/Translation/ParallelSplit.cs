namespace Fusion.Reference.Data.Translation;

/// <summary>One part of a parallel corpus: line i of every language and of every channel belongs together.</summary>
internal sealed class ParallelSplit
{
    /// <param name="name">Name of the split, as its data set calls it.</param>
    /// <param name="ids">For each line the name of what it is of: an image, a segment, an utterance.</param>
    /// <param name="languages">Sentences by language, all with as many lines.</param>
    /// <param name="channels">Other modalities by name, see <see cref="Channels"/>.</param>
    /// <param name="groups">For each line what it belongs to, a video or a speaker; null: every line by itself.</param>
    public ParallelSplit(string name, IReadOnlyList<string> ids, IReadOnlyDictionary<string, Sentences> languages, IReadOnlyDictionary<string, LineChannel> channels, IReadOnlyList<string>? groups = null)
    {
        if (languages.FirstOrDefault(pair => pair.Value.Count != ids.Count) is { Key: { } language })
            throw new ArgumentException($"{name} has {ids.Count} lines, but {languages[language].Count} in {language}.", nameof(languages));
        (Name, Ids, Languages, Channels, Groups) = (name, ids, languages, channels, groups ?? ids);
    }

    public string Name { get; }

    public int Count => Ids.Count;

    public IReadOnlyList<string> Ids { get; }

    public IReadOnlyList<string> Groups { get; }

    public IReadOnlyDictionary<string, Sentences> Languages { get; }

    public IReadOnlyDictionary<string, LineChannel> Channels { get; }

    /// <summary>Some of the lines, in the order given, as a split of their own.</summary>
    public ParallelSplit Select(string name, IReadOnlyList<int> lines) => new(
        name, [.. lines.Select(line => Ids[line])], Languages.ToDictionary(pair => pair.Key, pair => pair.Value.Select(lines)),
        Channels.ToDictionary(pair => pair.Key, pair => pair.Value.Select(lines)), [.. lines.Select(line => Groups[line])]);
}
