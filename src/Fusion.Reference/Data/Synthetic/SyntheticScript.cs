using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Fusion.Reference.Data.Iemocap;

namespace Fusion.Reference.Data.Synthetic;

/// <summary>
/// Draws what an invented corpus says and how it sounds. Two independent bits make a class: the words tell {angry, happy} from {sad, neutral}, the voice
/// tells {angry, sad} from {happy, neutral}. All four classes are equally frequent, so one modality alone can be right half of the time at most, and only
/// both together do better.
/// </summary>
internal static class SyntheticScript
{
    // The share of cue words that come from the pool of the other text bit: single words mislead, their majority seldom does.
    private const double MisleadingCues = 0.1;

    // Distance of a voice bit's mean from 0, in standard deviations of the noise, for loudness and for silence.
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

    // By class; -1 stands for an utterance of another emotion, which readers have to skip.
    private static readonly string[] Emotions = ["ang", "hap", "sad", "neu"];
    private const string OtherEmotion = "fru";

    /// <summary>Words that go together; word vectors show it.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Pools { get; } = [LivelyCues, QuietCues, FillerWords, Ends];

    /// <summary>Draws every utterance, in order of session, dialogue and time.</summary>
    public static IReadOnlyList<SyntheticUtterance> Draw(SyntheticIemocapOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Sessions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.DialogsPerSession, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.UtterancesPerClass, 1);
        var random = new SeededRandom(options.Seed);
        return
        [
            .. from session in Enumerable.Range(1, options.Sessions)
               from dialog in Enumerable.Range(1, options.DialogsPerSession)
               from utterance in Dialog(random, session, dialog, options.UtterancesPerClass)
               select utterance,
        ];
    }

    /// <summary>What the corpus is, for its manifest.</summary>
    public static JsonObject Describe(SyntheticIemocapOptions options, IReadOnlyList<SyntheticUtterance> utterances) => new()
    {
        ["synthetic"] = true,
        ["dataset"] = "iemocap",
        ["seed"] = options.Seed,
        ["sessions"] = options.Sessions,
        ["dialogs"] = options.Sessions * options.DialogsPerSession,
        ["utterances"] = utterances.Count,
        ["labelled"] = utterances.Count(utterance => IemocapEmotions.Four(utterance.Emotion) >= 0),
        ["signal"] = new JsonObject
        {
            ["text"] = $"3 or 5 cue words of one of two pools tell angry, happy from sad, neutral; each comes from the other pool with probability {MisleadingCues.ToString(CultureInfo.InvariantCulture)}",
            ["audio"] = "loudness and silence tell angry, sad from happy, neutral, under Gaussian noise",
            ["ceiling"] = "classes are balanced, so text alone or audio alone is right half of the time at most",
        },
    };

    private static IEnumerable<SyntheticUtterance> Dialog(SeededRandom random, int session, int number, int perClass)
    {
        var dialog = $"Ses{session:00}{(number % 2 == 0 ? 'M' : 'F')}_impro{number:00}";
        int[] labels = [.. Enumerable.Range(0, Emotions.Length).SelectMany(label => Enumerable.Repeat(label, perClass)), -1];
        random.Shuffle<int>(labels);
        var start = 0.2;
        var turns = new Dictionary<char, int> { ['F'] = 0, ['M'] = 0 };
        foreach (var label in labels)
        {
            var speaker = random.Below(2) == 0 ? 'F' : 'M';
            var words = Words(random, lively: label < 0 ? random.Below(2) == 0 : label < 2);
            var (level, silence) = Sound(random, loud: label < 0 ? random.Below(2) == 0 : label % 2 == 0);
            // Four decimals, as the release writes times.
            var end = Math.Round(start + 0.6 + 0.6 * random.Uniform(), 4);
            var emotion = label < 0 ? OtherEmotion : Emotions[label];
            yield return new SyntheticUtterance($"{dialog}_{speaker}{turns[speaker]++:000}", session, dialog, speaker, emotion, words, start, end, level, silence);
            start = Math.Round(end + 0.15, 4);
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
        random.Shuffle(CollectionsMarshal.AsSpan(words));
        words.Add(Pick(random, Ends));
        return words;
    }

    // Loudness ranges over orders of magnitude, as in recordings; a louder voice leaves less silence.
    private static (double Level, double Silence) Sound(SeededRandom random, bool loud)
    {
        var sign = loud ? 1 : -1;
        var level = 0.0064 * Math.Exp(0.45 * (sign * LoudnessShift + random.Normal()));
        var silence = 0.33 + 0.08 * (random.Normal() - sign * SilenceShift);
        return (level, Math.Clamp(silence, 0, 0.8));
    }

    private static string Pick(SeededRandom random, string[] words) => words[random.Below(words.Length)];
}
