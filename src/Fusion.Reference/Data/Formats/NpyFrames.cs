namespace Fusion.Reference.Data.Formats;

/// <summary>Utterances of different lengths in two .npy files: their frames one after the other (F, D), and where each begins (N + 1).</summary>
internal sealed class NpyFrames : IFeatureRows
{
    private readonly NpyRows _frames;
    private readonly long[] _offsets;
    private readonly string _offsetsFile;

    private NpyFrames(NpyRows frames, long[] offsets, string offsetsFile) => (_frames, _offsets, _offsetsFile) = (frames, offsets, offsetsFile);

    public string File => _frames.File;

    public IEnumerable<string> Files => [File, _offsetsFile];

    public int Count => _offsets.Length - 1;

    public int Width => _frames.Width;

    public FeatureKind Kind => FeatureKind.Frames;

    /// <summary>Opens both files and checks that they fit each other: every utterance has a frame, and every frame an utterance.</summary>
    public static NpyFrames Open(string framesPath, string offsetsPath)
    {
        var offsets = NpyFile.Read(offsetsPath).Expect(-1).ToInt64();
        var frames = NpyRows.Open(framesPath);
        try
        {
            if (frames.Kind != FeatureKind.Vector)
                throw new DataFormatException(framesPath, null, "expected shape (any, any), found three dimensions");
            if (offsets.Length < 2 || offsets[0] != 0 || offsets[^1] != frames.Count)
                throw new DataFormatException(offsetsPath, null, $"expected offsets from 0 to {frames.Count}, as many frames as {framesPath} has, found {(offsets.Length == 0 ? "none" : $"{offsets[0]} to {offsets[^1]}")}");
            for (var index = 1; index < offsets.Length; index++)
                if (offsets[index] <= offsets[index - 1])
                    throw new DataFormatException(offsetsPath, null, $"expected an offset above {offsets[index - 1]} in row {index}, found {offsets[index]}");
            return new NpyFrames(frames, offsets, offsetsPath);
        }
        catch
        {
            frames.Dispose();
            throw;
        }
    }

    public int Frames(int row) => (int)(_offsets[row + 1] - _offsets[row]);

    public void Read(int row, Span<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, Frames(row) * Width, nameof(values));
        _frames.ReadAt(_offsets[row] * Width, values);
    }

    public void Dispose() => _frames.Dispose();
}
