namespace Fusion.Reference.Data.Iemocap;

/// <summary>One labelled utterance that has both text and audio features.</summary>
/// <param name="Id">Name of the utterance, such as <c>Ses01F_impro01_F000</c>.</param>
/// <param name="Session">Recording session; no speaker is in two of them.</param>
/// <param name="Dialog">Name of the dialogue.</param>
/// <param name="Label">Index into <see cref="IemocapCorpus.ClassNames"/>.</param>
/// <param name="Tokens">Words of the normalised transcript, at least one.</param>
/// <param name="Audio">The eight features of <see cref="IemocapCorpus.AudioColumns"/>, as measured.</param>
internal sealed record IemocapUtterance(string Id, int Session, string Dialog, int Label, IReadOnlyList<string> Tokens, float[] Audio) : IUtterance
{
    string IUtterance.Group => Dialog;
}
