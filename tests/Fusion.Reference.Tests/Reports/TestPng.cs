using SkiaSharp;

namespace Fusion.Reference.Tests.Reports;

/// <summary>A small picture.</summary>
internal static class TestPng
{
    public const int Width = 40;
    public const int Height = 20;

    public static byte[] Bytes { get; } = Draw();

    private static byte[] Draw()
    {
        using var bitmap = new SKBitmap(Width, Height);
        bitmap.Erase(SKColors.CornflowerBlue);
        return bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray();
    }
}
