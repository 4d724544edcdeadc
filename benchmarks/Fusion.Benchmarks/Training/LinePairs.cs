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
    private const int ShortestSpeech = 12;
    private const int LongestSpeech = 22;

    /// <summary>Features of each line's image, line by line; null: no images.</summary>
    public float[]? Images { get; private init; }

    /// <summary>Frames of each line's speech, frame by frame; null: no speech.</summary>
    public float[][]? Speech { get; private init; }

    private int FrameFeatures { get; init; }

    public long[][] Previous => [.. Target.Select(line => (long[])[Vocabulary.Start, .. line])];

    public long[][] Next => [.. Target.Select(line => (long[])[.. line, Vocabulary.End])];

    /// <summary>These lines with images.</summary>
    /// <param name="random">Source of their features.</param>
    /// <param name="features">Width of an image's vector.</param>
    public LinePairs WithImages(SeededRandom random, int features) => this with { Images = [.. Enumerable.Range(0, Source.Length * features).Select(_ => (float)random.Normal())] };

    /// <summary>These lines read aloud: some 17 frames each, as the blocks of 200 ms of Multi30K's.</summary>
    /// <param name="random">Source of the frames.</param>
    /// <param name="features">Width of a frame.</param>
    public LinePairs WithSpeech(SeededRandom random, int features) => this with
    {
        Speech = [.. Source.Select(_ => Enumerable.Range(0, (ShortestSpeech + random.Below(LongestSpeech - ShortestSpeech + 1)) * features).Select(_ => (float)random.Normal()).ToArray())],
        FrameFeatures = features,
    };

    /// <summary>What a translator reads, in new tensors.</summary>
    public TranslationInput Input() => new(PaddedLines.Tokens(Source), PaddedLines.Lengths(Source))
    {
        Image = Images is { } images ? tensor(images, [Source.Length, images.Length / Source.Length]) : null,
        Speech = Speech is { } speech ? PaddedLines.Frames(speech, FrameFeatures) : null,
        SpeechLengths = Speech is { } spoken ? tensor([.. spoken.Select(line => (long)line.Length / FrameFeatures)]) : null,
    };

    /// <summary>What it is taught, in new tensors.</summary>
    public TranslationTarget Taught() => new(PaddedLines.Tokens(Previous), PaddedLines.Tokens(Next), PaddedLines.Lengths(Next));

    /// <summary>All tensors on a device: made on the CPU and moved, as the trainer does.</summary>
    /// <param name="device">The device.</param>
    /// <param name="dtype">Element type of speech and images.</param>
    public TranslationBatch On(Device device, ScalarType dtype = ScalarType.Float32)
    {
        using var made = new TranslationBatch(Input(), Taught(), rows: []);
        return made.To(device, dtype);
    }
}
