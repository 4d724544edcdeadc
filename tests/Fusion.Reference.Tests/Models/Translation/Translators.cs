using Fusion.Layers;
using Fusion.Reference.Models;
using Fusion.Reference.Models.Translation;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models.Translation;

/// <summary>Small translators of text and images for tests.</summary>
internal static class Translators
{
    public const int Words = 9;
    public const int ImageWidth = 4;
    private const int Width = 6;

    public static Translator Make(Func<IReadOnlyList<Modality>, FusionModule>? fusion = null, bool attention = true, DecoderOptions? options = null, double dropout = 0)
    {
        var noise = new DropoutNoise();
        noise.Seed(1);
        var words = nn.Embedding(Words, 5, padding_idx: 0);
        var targets = nn.Embedding(Words, 5, padding_idx: 0);
        var text = new TextLearner(words, 3, Width, 1, dropout, noise);
        var image = new ImageEncoder(ImageWidth, Width, dropout, noise);
        var fused = fusion?.Invoke([("text", Width), ("image", Width)]);
        var decoder = new LstmDecoder(targets, fused?.OutputFeatures ?? Width, attention ? text.StateFeatures : null, options ?? new DecoderOptions(7), noise);
        return new Translator(new TranslatorParts(words, targets, text, fused is null ? [] : [("image", image)], fused, decoder), noise);
    }

    public static TranslationInput Input(params long[][] lines) =>
        new(Pad(lines), tensor([.. lines.Select(line => (long)line.Length)])) { Image = randn(lines.Length, ImageWidth) };

    public static TranslationTarget Target(params long[][] lines)
    {
        long[][] previous = [.. lines.Select(line => (long[])[1, .. line])];
        long[][] next = [.. lines.Select(line => (long[])[.. line, 2])];
        return new TranslationTarget(Pad(previous), Pad(next), tensor([.. previous.Select(line => (long)line.Length)]));
    }

    private static Tensor Pad(long[][] lines)
    {
        var longest = lines.Max(line => line.Length);
        return tensor([.. lines.SelectMany(line => line.Concat(Enumerable.Repeat(0L, longest - line.Length)))], [lines.Length, longest]);
    }
}
