using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Data.Translation;

/// <summary>The files that a corpus is read from: which they are, what was noticed, and the features that stay open.</summary>
internal sealed class CorpusSources : IDisposable
{
    private readonly List<IFeatureRows> _features = [];

    public List<string> Notices { get; } = [];

    /// <summary>Files that were read whole.</summary>
    public List<string> TextFiles { get; } = [];

    /// <summary>Reads a file of text by lines.</summary>
    public string[] Lines(string path)
    {
        TextFiles.Add(path);
        return [.. TextLines.Read(path)];
    }

    /// <summary>Reads a table.</summary>
    public TsvFile Table(string path, params ReadOnlySpan<string> columns)
    {
        TextFiles.Add(path);
        return TsvFile.Read(path, columns);
    }

    /// <summary>Reads an array that says which features are whose.</summary>
    public long[] Numbers(string path, int count)
    {
        TextFiles.Add(path);
        return NpyFile.Read(path).Expect(count).ToInt64();
    }

    /// <summary>Opens utterances of different lengths and keeps them; where each begins is read whole.</summary>
    public IFeatureRows Utterances(string framesPath, string offsetsPath)
    {
        var frames = Keep(NpyFrames.Open(framesPath, offsetsPath));
        TextFiles.Add(offsetsPath);
        return frames;
    }

    /// <summary>Takes features into its care, to be closed with all others.</summary>
    public IFeatureRows Keep(IFeatureRows features)
    {
        _features.Add(features);
        return features;
    }

    public void Dispose() => _features.ForEach(features => features.Dispose());
}
