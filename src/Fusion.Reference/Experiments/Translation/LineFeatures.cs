using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Translation;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>Features of lines that a user gives to translate: a file with a row for each line, in their order.</summary>
internal sealed class LineFeatures : IDisposable
{
    private readonly IFeatureRows _rows;
    private readonly FrameStandardizer _standardizer;

    private LineFeatures(IFeatureRows rows, FrameStandardizer standardizer) => (_rows, _standardizer) = (rows, standardizer);

    /// <summary>Opens a file; an error says where its vectors or frames are not as wide as those that were learned from.</summary>
    /// <param name="path">See <see cref="FeatureFile"/>.</param>
    /// <param name="standardizer">Fitted to the training lines.</param>
    public static LineFeatures Open(string path, FrameStandardizer standardizer)
    {
        var rows = FeatureFile.Open(path);
        if (rows.Width == standardizer.Width)
            return new LineFeatures(rows, standardizer);
        using (rows)
            throw new DataFormatException(path, null, $"expected {standardizer.Width} values in each {(rows.Kind == FeatureKind.Vector ? "row" : "frame")}, as the run learned from, found {rows.Width}");
    }

    /// <summary>The features of some lines, counted from 0.</summary>
    public ChannelOfPart Of(int[] lines)
    {
        if (lines.Length > 0 && lines.Max() >= _rows.Count)
            throw new DataFormatException(_rows.File, null, $"expected a row for each line, found {_rows.Count} rows and more lines");
        return new ChannelOfPart(new LineChannel(_rows, lines), _standardizer);
    }

    /// <summary>Throws where there are more rows than lines: then they may not belong to these lines at all.</summary>
    public void RequireNoMoreThan(int lines)
    {
        if (_rows.Count > lines)
            throw new DataFormatException(_rows.File, null, $"expected a row for each of the {lines} lines, found {_rows.Count}");
    }

    public void Dispose() => _rows.Dispose();
}
