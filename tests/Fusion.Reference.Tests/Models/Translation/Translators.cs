using Fusion.Layers;
using Fusion.Reference.Models;
using Fusion.Reference.Models.Translation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models.Translation;

/// <summary>Small translators of text and images for tests.</summary>
internal static class Translators
{
    public const int Words = 9;
    public const int ImageWidth = 4;
    public const int WordWidth = 5;
    private const int Width = 6;

    /// <param name="fusion">Makes the fusion of text and image; null: text alone.</param>
    /// <param name="attention">Whether the decoder attends to the text.</param>
    /// <param name="options">The decoder's.</param>
    /// <param name="dropout">Everywhere.</param>
    /// <param name="text">Makes the text learner of a width; null: an LSTM.</param>
    /// <param name="toImage">Whether the decoder attends to the image too.</param>
    public static Translator Make(
        Func<IReadOnlyList<Modality>, FusionModule>? fusion = null, bool attention = true, DecoderOptions? options = null, double dropout = 0,
        Func<Embedding, DropoutNoise, TextLearner>? text = null, bool toImage = false)
    {
        var noise = new DropoutNoise();
        noise.Seed(1);
        var words = nn.Embedding(Words, WordWidth, padding_idx: 0);
        var targets = nn.Embedding(Words, WordWidth, padding_idx: 0);
        var learner = text is null ? Recurrent(TextDirections.Concat, words, dropout, noise) : text(words, noise);
        var image = new ImageEncoder(ImageWidth, Width, dropout, noise);
        var fused = fusion?.Invoke([("text", Width), ("image", Width)]);
        var attends = new List<(string, long)>();
        if (attention)
            attends.Add(("text", learner.StateFeatures));
        if (toImage)
            attends.Add(("image", image.StateFeatures));
        var decoder = new LstmDecoder(targets, fused?.OutputFeatures ?? Width, [.. attends], options ?? new DecoderOptions(7), noise);
        return new Translator(new TranslatorParts(words, targets, learner, fused is null ? [] : [("image", image)], fused, decoder), noise);
    }

    public static RecurrentTextLearner Recurrent(TextDirections directions, Embedding words, double dropout, DropoutNoise noise) => new(words, 3, directions, FinalState.Hidden, Width, 1, dropout, noise);

    public static TransformerTextLearner Transformer(Embedding words, double dropout, DropoutNoise noise) => new(words, 2, WordWidth, 8, Width, dropout, noise);

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
