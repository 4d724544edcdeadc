using System.Globalization;
using Fusion.Layers.Interop;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Iemocap;

namespace Fusion.Reference.Data.Synthetic;

/// <summary>Writes the corpus of <see cref="SyntheticScript"/> in the layout of the prepared IEMOCAP folder, with features drawn instead of measured.</summary>
internal static class SyntheticIemocap
{
    private static readonly string[] Header =
        ["utt_id", "session", "dialog", "kind", "speaker", "start", "end", "emotion", "valence", "activation", "dominance", "label4", "label6_sahu",
         "has_audio8", "has_prosody6", "split_random", "transcript_norm", "transcript_raw"];

    /// <summary>Writes the corpus into a folder, which is made if need be. Refuses a folder that holds a corpus not generated here.</summary>
    public static void Write(string directory, SyntheticIemocapOptions options)
    {
        var utterances = SyntheticScript.Draw(options);
        var random = new SeededRandom(options.Seed, sequence: 2);
        var manifest = SyntheticScript.Describe(options, utterances);
        manifest["layout"] = "prepared";
        SyntheticFolder.Claim(directory, manifest);
        NpyFile.Write(Path.Combine(directory, IemocapCorpus.AudioFile), [.. utterances.SelectMany(utterance => Audio(random, utterance))], utterances.Count, IemocapCorpus.AudioColumns.Count);
        NpyFile.Write(Path.Combine(directory, IemocapCorpus.LabelFile), [.. utterances.Select(utterance => (long)IemocapEmotions.Four(utterance.Emotion))], utterances.Count);
        if (options.Vectors)
            SyntheticVectors.Write(directory, new SeededRandom(options.Seed, sequence: 1));
        AtomicFile.WriteText(Path.Combine(directory, IemocapCorpus.TableFile), string.Concat(utterances.Select(Line).Prepend(string.Join('\t', Header)).Select(line => line + "\n")));
    }

    private static string Line(SyntheticUtterance utterance)
    {
        var text = string.Join(' ', utterance.Words);
        return string.Join('\t',
            utterance.Id, utterance.Session, utterance.Dialog, "impro", $"Ses{utterance.Session:00}{utterance.Speaker}", Seconds(utterance.Start), Seconds(utterance.End),
            utterance.Emotion, "2.5", "2.5", "2.5", IemocapEmotions.Four(utterance.Emotion), IemocapEmotions.Six(utterance.Emotion), "1", "0", "", text, text);
    }

    // All energy measures follow the level, over orders of magnitude as in recordings.
    private static float[] Audio(SeededRandom random, SyntheticUtterance utterance)
    {
        var mean = utterance.Level;
        var deviation = 1.7 * mean * Math.Exp(0.1 * random.Normal());
        var energy = 750 * deviation * deviation * Math.Exp(0.2 * random.Normal());
        return
        [
            (float)mean,
            (float)deviation,
            (float)(1.25 * mean * Math.Exp(0.1 * random.Normal())),
            (float)(1.15 * mean * Math.Exp(0.2 * random.Normal())),
            (float)utterance.Silence,
            (float)(0.02 * random.Normal()),
            (float)energy,
            (float)(3 * energy * Math.Exp(0.3 * random.Normal())),
        ];
    }

    private static string Seconds(double time) => time.ToString("0.0000", CultureInfo.InvariantCulture);
}
