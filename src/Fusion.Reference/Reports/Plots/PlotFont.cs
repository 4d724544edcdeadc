using ScottPlot;
using SkiaSharp;

namespace Fusion.Reference.Reports.Plots;

/// <summary>The font of every plot, carried in the program: the same image on every machine, also on one without fonts.</summary>
internal sealed class PlotFont : IFontResolver
{
    public const string Name = "Noto Sans";

    private static readonly Lazy<PlotFont> Instance = new(() =>
    {
        var font = new PlotFont();
        // First in the list, so an installed font of the same name does not win.
        Fonts.FontResolvers.Insert(0, font);
        Fonts.Default = Name;
        return font;
    });

    private readonly SKTypeface _regular = Load("NotoSans-Regular.ttf");
    private readonly SKTypeface _bold = Load("NotoSans-Bold.ttf");

    /// <summary>Makes it the default of ScottPlot, once.</summary>
    public static SKTypeface Use() => Instance.Value._regular;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, weight >= FontWeight.SemiBold, italic: false);

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        fontName == Name ? (bold ? _bold : _regular) : null;

    private static SKTypeface Load(string resource)
    {
        using var stream = typeof(PlotFont).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"the program was built without its font {resource}");
        return SKTypeface.FromStream(stream);
    }
}
