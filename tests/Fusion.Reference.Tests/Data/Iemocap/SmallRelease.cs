using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Tests.Data.Iemocap;

/// <summary>
/// A hand-written release of two sessions with a dialogue each, whose recordings are a tone that rises in loudness with time, so that what was cut out
/// shows in its level. A test may break it in one place.
/// </summary>
internal static class SmallRelease
{
    public const string First = "Ses01F_impro01";
    public const string Second = "Ses02M_script01_1";

    public const string FirstLabels =
        "% [START_TIME - END_TIME] TURN_NAME EMOTION [V, A, D]\n\n[0.5000 - 1.0000]\tSes01F_impro01_F000\tang\t[2.5000, 2.5000, 2.5000]\nC-E2:\tAnger;\t()\n\n"
        + "[1.0000 - 1.5000]\tSes01F_impro01_M000\tfru\t[2.5000, 2.5000, 2.5000]\n[2.0000 - 2.5000]\tSes01F_impro01_F001\texc\t[2.5000, 2.5000, 2.5000]\n";

    public const string FirstTranscript =
        "Ses01F_impro01_F000 [000.5000-001.0000]: No: never!\nSes01F_impro01_M000 [001.0000-001.5000]: Hm.\nM: [LAUGHTER]\nSes01F_impro01_F001 [002.0000-002.5000]: Great.\n";

    public const string SecondLabels = "[0.1000 - 0.6000]\tSes02M_script01_1_F000\tsad\t[2.5000, 2.5000, 2.5000]\n";
    public const string SecondTranscript = "Ses02M_script01_1_F000 [000.1000-000.6000]: I know.\n";

    /// <summary>Writes the tree.</summary>
    /// <param name="root">Folder that will hold Session1 and Session2.</param>
    /// <param name="rate">Samples in a second of the recordings.</param>
    public static void Write(string root, int rate = 16_000)
    {
        WriteDialog(root, 1, First, FirstLabels, FirstTranscript);
        WriteDialog(root, 2, Second, SecondLabels, SecondTranscript);
        WavFile.Write(Recording(root, 1, First), Tone(3 * rate, rate), rate);
        WavFile.Write(Recording(root, 2, Second), Tone(rate, rate), rate);
    }

    public static string Labels(string root, int session, string dialog) => Path.Combine(root, $"Session{session}", "dialog", "EmoEvaluation", $"{dialog}.txt");

    public static string Transcript(string root, int session, string dialog) => Path.Combine(root, $"Session{session}", "dialog", "transcriptions", $"{dialog}.txt");

    public static string Recording(string root, int session, string dialog) => Path.Combine(root, $"Session{session}", "dialog", "wav", $"{dialog}.wav");

    public static string Sentence(string root, int session, string dialog, string id) => Path.Combine(root, $"Session{session}", "sentences", "wav", dialog, $"{id}.wav");

    /// <summary>A tone of 400 Hz whose amplitude is a tenth of the time in seconds.</summary>
    public static float[] Tone(int samples, int rate) =>
        [.. Enumerable.Range(0, samples).Select(index => (float)(0.1 * index / rate * Math.Sin(2 * Math.PI * 400 * index / rate)))];

    private static void WriteDialog(string root, int session, string dialog, string labels, string transcript)
    {
        foreach (var path in new[] { Labels(root, session, dialog), Transcript(root, session, dialog), Recording(root, session, dialog), Sentence(root, session, dialog, "any") })
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(Labels(root, session, dialog), labels);
        File.WriteAllText(Transcript(root, session, dialog), transcript);
        // What macOS leaves behind is no UTF-8.
        File.WriteAllBytes(Labels(root, session, $"._{dialog}"), [0, 5, 0x16, 7, 0xff]);
    }
}
