namespace Fusion.Reference.Data.Translation;

/// <summary>A corpus for translation with other modalities: sentences in memory, features read when they are asked for. It holds files open until it is disposed.</summary>
internal sealed class ParallelCorpus : IDisposable
{
    internal const string SyntheticFile = "SYNTHETIC.json";

    private readonly CorpusSources _sources;

    private ParallelCorpus(string dataset, string folder, string source, CorpusSources sources, IReadOnlyList<ParallelSplit> splits)
    {
        (Dataset, Folder, Source, _sources, Splits) = (dataset, folder, source, sources, splits);
        Synthetic = File.Exists(Path.Combine(folder, SyntheticFile));
    }

    /// <summary>Name of the data set.</summary>
    public string Dataset { get; }

    /// <summary>The folder it was read from.</summary>
    public string Folder { get; }

    /// <summary>The language to translate from.</summary>
    public string Source { get; }

    /// <summary>Its parts, in the data set's order.</summary>
    public IReadOnlyList<ParallelSplit> Splits { get; }

    /// <summary>Whether the folder says of itself that it was generated.</summary>
    public bool Synthetic { get; }

    /// <summary>What is not there or left out, with the reason.</summary>
    public IReadOnlyList<string> Notices => _sources.Notices;

    /// <summary>Every file that was read whole: text, tables, and small arrays of what belongs where.</summary>
    public IReadOnlyList<string> TextFiles => [.. _sources.TextFiles.Distinct()];

    /// <summary>Every file that features come from.</summary>
    public IReadOnlyList<string> FeatureFiles => [.. Splits.SelectMany(split => split.Channels.Values).SelectMany(channel => channel.Files).Distinct()];

    /// <summary>A split by name.</summary>
    public ParallelSplit this[string name] =>
        Splits.FirstOrDefault(split => split.Name == name) ?? throw new ArgumentException($"{Dataset} in {Folder} has the splits {string.Join(", ", Splits.Select(split => split.Name))}, and no '{name}'.", nameof(name));

    /// <summary>Reads a corpus; what was opened is closed again where that fails.</summary>
    /// <param name="dataset">Name of the data set.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="source">Language to translate from.</param>
    /// <param name="read">Reads the splits, and opens features, from the sources given.</param>
    public static ParallelCorpus Load(string dataset, string folder, string source, Func<CorpusSources, IReadOnlyList<ParallelSplit>> read)
    {
        if (!Directory.Exists(folder))
            throw new DataFormatException(folder, null, "expected a folder, found none");
        var sources = new CorpusSources();
        try
        {
            return new ParallelCorpus(dataset, folder, source, sources, read(sources));
        }
        catch
        {
            sources.Dispose();
            throw;
        }
    }

    /// <summary>Reads every feature once, so that whatever is wrong with any is said now and not in the middle of a training.</summary>
    public void CheckFeatures(CancellationToken cancellation = default)
    {
        foreach (var (split, channel) in Splits.SelectMany(split => split.Channels.Values.Select(channel => (split, channel))))
            for (var line = 0; line < split.Count; line++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (channel.Has(line))
                    channel.Read(line);
            }
    }

    public void Dispose() => _sources.Dispose();
}
