using System.Buffers.Binary;
using System.Text.RegularExpressions;

namespace Fusion.Reference.Reports;

/// <summary>A picture of a report.</summary>
internal sealed partial class ReportFigure
{
    // Plots are drawn with two pixels per unit.
    private const int PixelsPerUnit = Plots.PlotStyle.Scale;

    /// <param name="name">Name of the PNG file without extension: lower-case letters, digits and hyphens.</param>
    /// <param name="png">The picture.</param>
    /// <param name="alt">What a reader who cannot see it should know.</param>
    /// <param name="caption">What stands below it.</param>
    public ReportFigure(string name, byte[] png, string alt, string caption)
    {
        if (!FileName().IsMatch(name))
            throw new ArgumentException($"expected a figure name of lower-case letters, digits and hyphens, found '{name}'", nameof(name));
        if (!IsPng(png))
            throw new ArgumentException($"expected the bytes of a PNG file for figure '{name}'", nameof(png));
        if (string.IsNullOrWhiteSpace(alt))
            throw new ArgumentException($"expected a text alternative for figure '{name}'", nameof(alt));
        Name = name;
        Png = png;
        Alt = alt;
        Caption = caption;
    }

    public string Name { get; }

    public byte[] Png { get; }

    public string Alt { get; }

    public string Caption { get; }

    /// <summary>Width at which it is shown, in CSS pixels.</summary>
    public int Width => BinaryPrimitives.ReadInt32BigEndian(Png.AsSpan(16)) / PixelsPerUnit;

    /// <summary>Height at which it is shown, in CSS pixels.</summary>
    public int Height => BinaryPrimitives.ReadInt32BigEndian(Png.AsSpan(20)) / PixelsPerUnit;

    private static bool IsPng(byte[] bytes) =>
        bytes.Length > 24 && bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex FileName();
}
