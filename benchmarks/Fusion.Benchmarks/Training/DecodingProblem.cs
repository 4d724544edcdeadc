using Fusion.Reference.Models.Translation;

namespace Fusion.Benchmarks.Training;

/// <summary>A translator and lines for it.</summary>
/// <param name="Model">In evaluation mode; owned.</param>
/// <param name="Batches">The lines, on the CPU; owned. A translator of text: nothing else is read.</param>
/// <param name="Options">How translations are searched.</param>
internal sealed record DecodingProblem(Translator Model, IReadOnlyList<TranslationInput> Batches, BeamOptions Options) : IDisposable
{
    /// <summary>Number of lines.</summary>
    public long Lines => Batches.Sum(batch => batch.Lengths.size(0));

    public void Dispose()
    {
        Model.Dispose();
        foreach (var batch in Batches)
        {
            batch.Tokens.Dispose();
            batch.Lengths.Dispose();
        }
    }
}
