using System.Globalization;
using System.Text;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Iemocap;

namespace Fusion.Reference.Data.Synthetic;

/// <summary>
/// Writes the corpus of <see cref="SyntheticScript"/> as the IEMOCAP release is laid out: labels, transcripts, the recording of each dialogue and of each
/// sentence. The voice bit is in the recordings and nowhere else, so it has to be measured there.
/// </summary>
internal static class SyntheticRelease
{
    private const string EmotionHeader = "% [START_TIME - END_TIME] TURN_NAME EMOTION [V, A, D]\n\n";

    // Each utterance draws its sound by itself, so that none depends on those before it.
    private const ulong FirstVoice = 1000;

    /// <summary>Writes the corpus into a folder, which is made if need be. Refuses a folder that holds a corpus not generated here.</summary>
    public static void Write(string directory, SyntheticIemocapOptions options)
    {
        var utterances = SyntheticScript.Draw(options);
        var manifest = SyntheticScript.Describe(options, utterances);
        manifest["layout"] = "release";
        SyntheticFolder.Claim(directory, manifest);
        if (options.Vectors)
            SyntheticVectors.Write(directory, new SeededRandom(options.Seed, sequence: 1));
        var voices = utterances.Index().ToDictionary(pair => pair.Item.Id, pair => new SeededRandom(options.Seed, FirstVoice + (ulong)pair.Index), StringComparer.Ordinal);
        foreach (var dialog in utterances.GroupBy(utterance => (utterance.Session, utterance.Dialog)))
            WriteDialog(Path.Combine(directory, IemocapRelease.RootFolder, $"{IemocapRelease.SessionFolder}{dialog.Key.Session}"), dialog.Key.Dialog, [.. dialog], voices);
    }

    private static void WriteDialog(string session, string dialog, SyntheticUtterance[] utterances, IReadOnlyDictionary<string, SeededRandom> voices)
    {
        var sentences = Folder(session, "sentences", "wav", dialog);
        var recording = new float[Sample(utterances[^1].End + 0.2)];
        foreach (var utterance in utterances)
        {
            var first = Sample(utterance.Start);
            var voice = SyntheticVoice.Speak(utterance, Sample(utterance.End) + 1 - first, voices[utterance.Id]);
            voice.CopyTo(recording, first);
            SyntheticFolder.Put(Path.Combine(sentences, $"{utterance.Id}.wav"), WavFile.Encode(voice, SyntheticVoice.Rate));
        }

        SyntheticFolder.Put(Path.Combine(Folder(session, "dialog", "wav"), $"{dialog}.wav"), WavFile.Encode(recording, SyntheticVoice.Rate));
        Put(Path.Combine(Folder(session, "dialog", "transcriptions"), $"{dialog}.txt"), Transcript(dialog, utterances));
        Put(Path.Combine(Folder(session, "dialog", "EmoEvaluation"), $"{dialog}.txt"), EmotionHeader + string.Concat(utterances.Select(Block)));
    }

    private static string Block(SyntheticUtterance utterance) =>
        $"[{Seconds(utterance.Start, "0.0000")} - {Seconds(utterance.End, "0.0000")}]\t{utterance.Id}\t{utterance.Emotion}\t[2.5000, 2.5000, 2.5000]\n"
        + "C-E1:\tOther;\t()\nA-E1:\tval 3; act 2; dom  2;\t()\n\n";

    // With the two kinds of line that readers have to pass over: without a name, and of an utterance without a label.
    private static string Transcript(string dialog, SyntheticUtterance[] utterances)
    {
        var text = new StringBuilder();
        foreach (var utterance in utterances)
            text.Append(CultureInfo.InvariantCulture, $"{utterance.Id} [{Seconds(utterance.Start, "000.0000")}-{Seconds(utterance.End, "000.0000")}]: {Written(utterance.Words)}\n");
        return text.Append(CultureInfo.InvariantCulture, $"M: [BREATHING]\n{dialog}_FXX0 [000.0000-000.2000]: Hm.\n").ToString();
    }

    private static string Written(IReadOnlyList<string> words)
    {
        var text = string.Join(' ', words.SkipLast(1)) + words[^1];
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static void Put(string path, string text) => SyntheticFolder.Put(path, Encoding.UTF8.GetBytes(text));

    private static string Folder(params string[] parts) => Directory.CreateDirectory(Path.Combine(parts)).FullName;

    private static int Sample(double seconds) => (int)Math.Floor(seconds * SyntheticVoice.Rate);

    private static string Seconds(double time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}
