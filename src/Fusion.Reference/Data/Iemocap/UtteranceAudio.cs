namespace Fusion.Reference.Data.Iemocap;

/// <summary>What was measured in the recording of an utterance.</summary>
/// <param name="Features">The eight features of <see cref="IemocapCorpus.AudioColumns"/>.</param>
/// <param name="Frames">Row-major (T, <see cref="Audio.MfccFrames.Width"/>) where frames were asked for, else null.</param>
internal sealed record UtteranceAudio(float[] Features, float[]? Frames);
