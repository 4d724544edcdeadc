namespace Fusion.Reference.Data.Iemocap;

/// <summary>An utterance without a label, of which text or speech may be absent.</summary>
/// <param name="Tokens">Words of the normalised transcript, at least one; null where there is no text.</param>
/// <param name="Audio">The eight features of <see cref="IemocapCorpus.AudioColumns"/>, as measured; null where there is no speech.</param>
internal sealed record SpokenUtterance(IReadOnlyList<string>? Tokens, float[]? Audio);
