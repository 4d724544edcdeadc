using Fusion.Reference.Data;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Models.Translation;
using Fusion.Reference.Text;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Training;

/// <summary>Generated lines of a batch in two languages, with an image for each where there are any.</summary>
/// <param name="Source">Words of the source lines.</param>
/// <param name="Target">Words of their translations, without the end.</param>
internal sealed record LinePairs(long[][] Source, long[][] Target)
{
    /// <summary>Features of each line's image, line by line; null: no images.</summary>
    public float[]? Images { get; private init; }

    public long[][] Previous => [.. Target.Select(line => (long[])[Vocabulary.Start, .. line])];

    public long[][] Next => [.. Target.Select(line => (long[])[.. line, Vocabulary.End])];

    /// <summary>These lines with images.</summary>
    /// <param name="random">Source of their features.</param>
    /// <param name="features">Width of an image's vector.</param>
    public LinePairs WithImages(SeededRandom random, int features) => this with { Images = [.. Enumerable.Range(0, Source.Length * features).Select(_ => (float)random.Normal())] };

    /// <summary>What a translator reads, in new tensors.</summary>
    public TranslationInput Input() => new(PaddedLines.Tokens(Source), PaddedLines.Lengths(Source)) { Image = Images is { } images ? tensor(images, [Source.Length, images.Length / Source.Length]) : null };

    /// <summary>What it is taught, in new tensors.</summary>
    public TranslationTarget Taught() => new(PaddedLines.Tokens(Previous), PaddedLines.Tokens(Next), PaddedLines.Lengths(Next));

    /// <summary>All tensors on a device: made on the CPU and moved, as the trainer does.</summary>
    public TranslationBatch On(Device device)
    {
        using var made = new TranslationBatch(Input(), Taught(), rows: []);
        return made.To(device);
    }
}
