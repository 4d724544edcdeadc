using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.How2;

namespace Fusion.Reference.Data.Synthetic;

/// <summary>
/// Writes an invented corpus as How2 is laid out, English to Portuguese, with speech in Kaldi archives and video vectors. Two nouns of each sentence have two
/// senses: the video tells the sense of the first, the pitch of the voice that of the second.
/// </summary>
internal static class SyntheticHow2
{
    private const int SentencesPerVideo = 2;
    private const int VideoPlace = 0;
    private const int SpeechPlace = 1;
    private const string SpeechFolder = "fbank_pitch_181506";
    private const string VideoFolder = "resnext101-action-avgpool-300h";

    private static readonly (string Split, Func<SyntheticTranslationOptions, int> Lines)[] Splits =
        [("train", options => options.TrainLines), ("val", options => options.ValidationLines), ("dev5", options => options.TestLines)];

    private sealed record Segment(string Id, string Video, double Start, double End, SyntheticSentence Sentence, float[] Frames);

    /// <summary>Writes the corpus into a folder, which is made if need be. Refuses a folder with files that were not generated here.</summary>
    public static void Write(string directory, SyntheticTranslationOptions options)
    {
        var lexicon = SyntheticLexicon.Portuguese;
        var random = new SeededRandom(options.Seed);
        var sentences = new SyntheticSentences(lexicon, random);
        var speech = new SyntheticSpeech(new SeededRandom(options.Seed, sequence: 1));
        var splits = Splits.ToDictionary(split => split.Split, split => Videos(random, sentences, speech, split.Lines(options), Array.FindIndex(Splits, other => other.Split == split.Split)));
        SyntheticFolder.ClaimAll(directory, Manifest(options, splits));

        var pictures = new SyntheticPictures(lexicon.Ambiguous[VideoPlace].Count, new SeededRandom(options.Seed, sequence: 2));
        var statistics = new KaldiArkWriter();
        foreach (var (number, (split, segments)) in splits.Index())
            WriteSplit(directory, split, $"raw_fbank_pitch_all_181506.{number + 1}.ark", segments, pictures, statistics);
        Put(Path.Combine(directory, "features", SpeechFolder, "cmvn_all_181506.ark"), statistics.ToArray());
    }

    // A video holds whole groups, so that both senses are as frequent in it and normalising it takes nothing away.
    private static Segment[] Videos(SeededRandom random, SyntheticSentences sentences, SyntheticSpeech speech, int lines, int split)
    {
        var perVideo = SentencesPerVideo * sentences.Combinations;
        var segments = new List<Segment>();
        foreach (var (number, groups) in sentences.Draw(SentencesPerVideo * ((lines + perVideo - 1) / perVideo)).Chunk(SentencesPerVideo).Index())
        {
            var video = string.Create(CultureInfo.InvariantCulture, $"SYN{split}{number:0000000}");
            var voice = speech.Voice();
            SyntheticSentence[] drawn = [.. groups.SelectMany(group => group)];
            random.Shuffle<SyntheticSentence>(drawn);
            var start = 0.5;
            foreach (var (index, sentence) in drawn.Index())
            {
                var frames = speech.Speak(sentence.Source, sentence.Senses[SpeechPlace], voice);
                // A frame every 10 ms.
                var end = Math.Round(start + (0.01 * frames.Length / SyntheticSpeech.Width), 2);
                segments.Add(new Segment($"{video}_{index}", video, start, end, sentence, frames));
                start = Math.Round(end + 0.25, 2);
            }
        }

        return [.. segments];
    }

    private static void WriteSplit(string directory, string split, string archiveName, Segment[] segments, SyntheticPictures pictures, KaldiArkWriter statistics)
    {
        var archive = new KaldiArkWriter();
        long[] offsets = [.. segments.Select(segment => archive.Matrix(segment.Id, segment.Frames, SyntheticSpeech.Width))];
        var videos = segments.GroupBy(segment => segment.Video).ToArray();
        long[] sums = [.. videos.Select(video => statistics.Matrix(video.Key, SyntheticSpeech.Sums(video.Select(segment => segment.Frames)), SyntheticSpeech.Width + 1))];
        Put(Path.Combine(directory, "features", SpeechFolder, archiveName), archive.ToArray());

        PutLines("id", segments.Select(segment => segment.Id));
        PutLines("segments", segments.Select(segment => FormattableString.Invariant($"{segment.Id} {segment.Video} {segment.Start:0.00} {segment.End:0.00}")));
        PutLines("utt2spk", segments.Select(segment => $"{segment.Id} {segment.Video}"));
        PutLines("spk2utt", videos.Select(video => $"{video.Key} {string.Join(' ', video.Select(segment => segment.Id))}"));
        PutLines("feats.scp", segments.Select((segment, line) => $"{segment.Id} ARK_PATH/{archiveName}:{offsets[line]}"));
        PutLines("cmvn.scp", videos.Select((video, line) => $"{video.Key} ARK_PATH/cmvn_all_181506.ark:{sums[line]}"));
        PutText(How2Corpus.Source, segment => segment.Sentence.Source);
        PutText(How2Corpus.Target, segment => segment.Sentence.Target);

        var folder = Directory.CreateDirectory(Path.Combine(directory, "features", VideoFolder)).FullName;
        float[] values = [.. segments.SelectMany(segment => pictures.Draw(segment.Sentence.Nouns[VideoPlace], segment.Sentence.Senses[VideoPlace]))];
        NpyFile.Write(Path.Combine(folder, $"{split}.npy"), values, segments.Length, SyntheticPictures.Width);

        void PutText(string language, Func<Segment, IReadOnlyList<string>> words)
        {
            PutLines($"text.{language}", segments.Select(segment => SyntheticSentence.Written(words(segment))));
            PutLines($"text.id.{language}", segments.Select(segment => $"{segment.Id} {SyntheticSentence.Written(words(segment))}"));
        }

        void PutLines(string name, IEnumerable<string> lines) => Put(Path.Combine(directory, "data", split, name), Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
    }

    private static JsonObject Manifest(SyntheticTranslationOptions options, IReadOnlyDictionary<string, Segment[]> splits) => new()
    {
        ["synthetic"] = true,
        ["notice"] = "SYNTHETIC: invented sentences, voices and videos, no result on them says anything of How2",
        ["dataset"] = How2Corpus.Dataset,
        ["seed"] = options.Seed,
        ["lines"] = new JsonObject(splits.Select(split => KeyValuePair.Create(split.Key, (JsonNode?)split.Value.Length))),
        ["signal"] = "two nouns of each sentence have two senses; the video tells that of the first, the pitch of the voice that of the second; every sentence is there once with each combination",
        ["caps"] = new JsonObject(splits.Where(split => split.Key != "train").Select(split => KeyValuePair.Create(split.Key, (JsonNode?)Caps([.. split.Value.Select(segment => segment.Sentence)])))),
    };

    private static JsonObject Caps(SyntheticSentence[] sentences) => new()
    {
        ["t"] = SyntheticCap.Describe(sentences, _ => false),
        ["s-t"] = SyntheticCap.Describe(sentences, place => place == SpeechPlace),
        ["v-t"] = SyntheticCap.Describe(sentences, place => place == VideoPlace),
        ["s-v-t"] = SyntheticCap.Describe(sentences, _ => true),
    };

    private static void Put(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        SyntheticFolder.Put(path, content);
    }
}
