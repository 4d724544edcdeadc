using System.Globalization;
using System.Text.Json.Nodes;
using Fusion.Layers.Interop;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Iemocap;

namespace Fusion.Reference.Data.Synthetic;

/// <summary>
/// Writes an invented corpus in the layout of the prepared IEMOCAP folder. Two independent bits make a class: the words tell {angry, happy} from
/// {sad, neutral}, the audio tells {angry, sad} from {happy, neutral}. All four classes are equally frequent, so one modality alone can be right
/// half of the time at most, and only both together do better.
/// </summary>
internal static class SyntheticIemocap
{
    private const int VectorWidth = 200;

    // The share of cue words that come from the pool of the other text bit: single words mislead, their majority seldom does.
    private const double MisleadingCues = 0.1;

    // Distance of an audio bit's mean from 0, in standard deviations of the noise, for loudness and for silence.
    private const double LoudnessShift = 1.6;
    private const double SilenceShift = 1.2;

    private static readonly string[] LivelyCues =
        ["never", "right", "now", "really", "stop", "listen", "everything", "believe", "god", "wow", "exactly", "whole"];

    private static readonly string[] QuietCues =
        ["maybe", "sometimes", "guess", "still", "suppose", "alone", "quiet", "perhaps", "slowly", "old", "sleep", "rain"];

    private static readonly string[] FillerWords =
        ["i", "you", "the", "to", "a", "it", "that", "and", "t", "s", "do", "of", "know", "is", "we", "what", "just", "was", "in", "me", "this", "have", "he", "so",
         "be", "for", "my", "not", "go", "on", "she", "like", "at", "about", "with", "here", "how", "get", "think", "they", "come", "one", "there", "out", "tell", "see",
         "door", "letter", "phone", "car", "street", "form", "line", "ticket", "bag", "paper", "table", "window", "week", "morning", "train", "coffee", "mother", "friend"];

    private static readonly string[] Ends = [".", "?", "!"];

    private static readonly string[] Emotions = ["ang", "hap", "sad", "neu"];

    private static readonly string[] Header =
        ["utt_id", "session", "dialog", "kind", "speaker", "start", "end", "emotion", "valence", "activation", "dominance", "label4", "label6_sahu",
         "has_audio8", "has_prosody6", "split_random", "transcript_norm", "transcript_raw"];

    /// <summary>Writes the corpus into a folder, which is made if need be. Refuses a folder that holds a corpus not generated here.</summary>
    public static void Write(string directory, SyntheticIemocapOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Sessions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.DialogsPerSession, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.UtterancesPerClass, 1);
        var table = Path.Combine(directory, IemocapCorpus.TableFile);
        var manifest = Path.Combine(directory, IemocapCorpus.SyntheticFile);
        string[] real = [IemocapCorpus.TableFile, IemocapCorpus.AudioFile, IemocapCorpus.LabelFile, IemocapCorpus.VectorsFile, IemocapCorpus.VectorWordsFile];
        if (!File.Exists(manifest) && real.FirstOrDefault(file => File.Exists(Path.Combine(directory, file))) is { } found)
            throw new ArgumentException($"{directory} holds {found}, which was not generated here; choose another folder.");

        var random = new SeededRandom(options.Seed);
        var rows = new List<SyntheticRow>();
        for (var session = 1; session <= options.Sessions; session++)
            for (var dialog = 1; dialog <= options.DialogsPerSession; dialog++)
                rows.AddRange(Dialog(random, session, dialog, options.UtterancesPerClass));

        Directory.CreateDirectory(directory);
        // The manifest comes first: an interrupted run may never leave data behind that looks real.
        AtomicFile.WriteText(manifest, Manifest(options, rows).ToJsonString(new() { WriteIndented = true }) + "\n");
        NpyFile.Write(Path.Combine(directory, IemocapCorpus.AudioFile), [.. rows.SelectMany(row => row.Audio)], rows.Count, IemocapCorpus.AudioColumns.Count);
        NpyFile.Write(Path.Combine(directory, IemocapCorpus.LabelFile), [.. rows.Select(row => (long)row.Label)], rows.Count);
        if (options.Vectors)
            WriteVectors(directory, new SeededRandom(options.Seed, sequence: 1));
        AtomicFile.WriteText(table, string.Concat(rows.Select(row => row.Line).Prepend(string.Join('\t', Header)).Select(line => line + "\n")));
    }

    private static IEnumerable<SyntheticRow> Dialog(SeededRandom random, int session, int number, int perClass)
    {
        var dialog = $"Ses{session:00}{(number % 2 == 0 ? 'M' : 'F')}_impro{number:00}";
        // -1 stands for an utterance of another emotion, which readers have to skip.
        int[] labels = [.. Enumerable.Range(0, ClassScheme.Standard4.Names.Count).SelectMany(label => Enumerable.Repeat(label, perClass)), -1];
        random.Shuffle<int>(labels);
        var start = 0.0;
        var turns = new Dictionary<char, int> { ['F'] = 0, ['M'] = 0 };
        foreach (var label in labels)
        {
            var speaker = random.Below(2) == 0 ? 'F' : 'M';
            var words = label < 0 ? Words(random, random.Below(2) == 0) : Words(random, lively: label < 2);
            var audio = label < 0 ? Audio(random, random.Below(2) == 0) : Audio(random, loud: label % 2 == 0);
            var end = start + 0.4 * words.Count;
            string[] cells =
            [
                $"{dialog}_{speaker}{turns[speaker]++:000}", $"{session}", dialog, "impro", $"Ses{session:00}{speaker}", Seconds(start), Seconds(end),
                label < 0 ? "fru" : Emotions[label], "2.5", "2.5", "2.5", $"{label}", label < 0 ? "2" : $"{(label == 3 ? 5 : label)}",
                "1", "0", "", string.Join(' ', words), string.Join(' ', words),
            ];
            yield return new SyntheticRow(string.Join('\t', cells), label, audio);
            start = end + 0.5;
        }
    }

    // Both bits draw lengths, fillers and ends alike, so that nothing but the cue words tells them apart.
    private static List<string> Words(SeededRandom random, bool lively)
    {
        var words = new List<string>();
        var cues = 3 + 2 * random.Below(2);
        for (var cue = 0; cue < cues; cue++)
            words.Add(Pick(random, random.Uniform() < MisleadingCues != lively ? LivelyCues : QuietCues));
        var fillers = 2 + random.Below(8);
        for (var filler = 0; filler < fillers; filler++)
            // The lower of two draws makes early words frequent, as in real text.
            words.Add(FillerWords[Math.Min(random.Below(FillerWords.Length), random.Below(FillerWords.Length))]);
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(words));
        words.Add(Pick(random, Ends));
        return words;
    }

    // Loudness moves all energy measures together, over orders of magnitude as in recordings; a louder voice leaves less silence.
    private static float[] Audio(SeededRandom random, bool loud)
    {
        var sign = loud ? 1 : -1;
        var loudness = sign * LoudnessShift + random.Normal();
        var mean = 0.0064 * Math.Exp(0.45 * loudness);
        var deviation = 1.7 * mean * Math.Exp(0.1 * random.Normal());
        var energy = 750 * deviation * deviation * Math.Exp(0.2 * random.Normal());
        var silence = 0.33 + 0.08 * (random.Normal() - sign * SilenceShift);
        return
        [
            (float)mean,
            (float)deviation,
            (float)(1.25 * mean * Math.Exp(0.1 * random.Normal())),
            (float)(1.15 * mean * Math.Exp(0.2 * random.Normal())),
            (float)Math.Clamp(silence, 0, 1),
            (float)(0.02 * random.Normal()),
            (float)energy,
            (float)(3 * energy * Math.Exp(0.3 * random.Normal())),
        ];
    }

    // Cue words of one pool share a direction, as related words do in real vectors.
    private static void WriteVectors(string directory, SeededRandom random)
    {
        var words = new List<string>();
        var values = new List<float>();
        string[] reserved = ["<PAD>", "<SOS>", "<EOS>", "<UNK>"];
        foreach (var pool in new[] { reserved, LivelyCues, QuietCues, FillerWords, Ends })
        {
            var direction = Enumerable.Range(0, VectorWidth).Select(_ => random.Normal()).ToArray();
            foreach (var word in pool)
            {
                words.Add($"{word}\t{(pool == reserved ? 1 : 0)}\n");
                values.AddRange(direction.Select(along => (float)(0.2 * along + 0.35 * random.Normal())));
            }
        }

        NpyFile.Write(Path.Combine(directory, IemocapCorpus.VectorsFile), [.. values], words.Count, VectorWidth);
        AtomicFile.WriteText(Path.Combine(directory, IemocapCorpus.VectorWordsFile), string.Concat(words));
    }

    private static JsonObject Manifest(SyntheticIemocapOptions options, List<SyntheticRow> rows) => new()
    {
        ["synthetic"] = true,
        ["dataset"] = "iemocap",
        ["seed"] = options.Seed,
        ["sessions"] = options.Sessions,
        ["dialogs"] = options.Sessions * options.DialogsPerSession,
        ["utterances"] = rows.Count,
        ["labelled"] = rows.Count(row => row.Label >= 0),
        ["signal"] = new JsonObject
        {
            ["text"] = $"3 or 5 cue words of one of two pools tell angry, happy from sad, neutral; each comes from the other pool with probability {MisleadingCues.ToString(CultureInfo.InvariantCulture)}",
            ["audio"] = "loudness and silence tell angry, sad from happy, neutral, under Gaussian noise",
            ["ceiling"] = "classes are balanced, so text alone or audio alone is right half of the time at most",
        },
    };

    private static string Pick(SeededRandom random, string[] words) => words[random.Below(words.Length)];

    private static string Seconds(double time) => time.ToString("0.0000", CultureInfo.InvariantCulture);

    private sealed record SyntheticRow(string Line, int Label, float[] Audio);
}
