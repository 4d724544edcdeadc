using Fusion.Reference.Data;
using Fusion.Reference.Models.Translation;
using Fusion.Reference.Text;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>Cuts one part into batches of lines of similar length.</summary>
/// <param name="part">The lines.</param>
/// <param name="batchSize">Lines in a batch.</param>
/// <param name="seed">Seed of the training order.</param>
/// <param name="redrawn">The text of the same lines as it is learned from, new in every epoch; null: as in the part. Lines keep their company, which the part's lengths choose.</param>
internal sealed class TranslationBatcher(TranslationPart part, int batchSize, ulong seed, RedrawnLines? redrawn = null) : IBatcher<TranslationBatch>
{
    private readonly LengthBuckets _buckets = new([.. part.Source.Zip(part.Target, (source, target) => source.Length + target.Length)], batchSize, seed);

    public int Count => part.Count;

    public IEnumerable<TranslationBatch> Training(int epoch) => _buckets.Training(epoch).Select(lines =>
        redrawn is null ? Make(lines) : Make(lines, redrawn.Source(epoch, lines), redrawn.Target(epoch, lines)));

    public IEnumerable<TranslationBatch> Evaluation() => _buckets.Evaluation().Select(Make);

    /// <summary>Makes a batch of the lines given.</summary>
    public TranslationBatch Make(int[] lines) => Make(lines, [.. lines.Select(line => part.Source[line])], [.. lines.Select(line => part.Target[line])]);

    private TranslationBatch Make(int[] lines, long[][] source, long[][] target)
    {
        long[][] previous = [.. target.Select(words => (long[])[Vocabulary.Start, .. words])];
        long[][] next = [.. target.Select(words => (long[])[.. words, Vocabulary.End])];
        var speech = part.Speech?.Frames(lines);
        return new TranslationBatch(
            new TranslationInput(Padded(source), Lengths(source))
            {
                Image = part.Image?.Vectors(lines), Speech = speech?.Frames, SpeechLengths = speech?.Lengths, Present = Present(lines),
            },
            new TranslationTarget(Padded(previous), Padded(next), Lengths(next)), lines);
    }

    private Tensor? Present(int[] lines)
    {
        bool[] present = [.. lines.SelectMany(line => part.Modalities.Select(modality => part.Has(line, modality)))];
        return present.All(each => each) ? null : tensor(present, [lines.Length, part.Modalities.Count]);
    }

    private static Tensor Padded(long[][] lines)
    {
        var longest = lines.Max(line => line.Length);
        var values = new long[lines.Length * longest];
        for (var line = 0; line < lines.Length; line++)
            lines[line].CopyTo(values, line * longest);
        return tensor(values, [lines.Length, longest]);
    }

    private static Tensor Lengths(long[][] lines) => tensor([.. lines.Select(line => (long)line.Length)]);
}
