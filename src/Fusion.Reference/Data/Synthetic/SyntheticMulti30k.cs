using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Multi30k;

namespace Fusion.Reference.Data.Synthetic;

/// <summary>
/// Writes an invented corpus as the public repository of Multi30K is laid out, English to French, with image features in <c>images</c>. One noun of each
/// sentence has two senses, and only its picture tells which.
/// </summary>
internal static class SyntheticMulti30k
{
    private static readonly (string Split, Func<SyntheticTranslationOptions, int> Lines)[] Splits =
        [("train", options => options.TrainLines), ("val", options => options.ValidationLines), ("test_2016_flickr", options => options.TestLines)];

    /// <summary>Writes the corpus into a folder, which is made if need be. Refuses a folder with files that were not generated here.</summary>
    public static void Write(string directory, SyntheticTranslationOptions options)
    {
        var lexicon = SyntheticLexicon.French;
        var random = new SeededRandom(options.Seed);
        var sentences = new SyntheticSentences(lexicon, random);
        var splits = Splits.ToDictionary(split => split.Split, split => Shuffled(random, sentences, split.Lines(options)));
        SyntheticFolder.ClaimAll(directory, Manifest(options, splits));

        var pictures = new SyntheticPictures(lexicon.Ambiguous[0].Count, new SeededRandom(options.Seed, sequence: 1));
        var image = 0;
        foreach (var (split, lines) in splits)
            WriteSplit(directory, split, lines, pictures, ref image);
    }

    private static SyntheticSentence[] Shuffled(SeededRandom random, SyntheticSentences sentences, int lines)
    {
        SyntheticSentence[] drawn = [.. sentences.Draw((lines + sentences.Combinations - 1) / sentences.Combinations).SelectMany(group => group)];
        random.Shuffle<SyntheticSentence>(drawn);
        return drawn;
    }

    private static void WriteSplit(string directory, string split, SyntheticSentence[] lines, SyntheticPictures pictures, ref int image)
    {
        var root = Path.Combine(directory, "data", "task1");
        foreach (var (language, words) in new[] { (Multi30kCorpus.Source, lines.Select(line => line.Source)), (SyntheticLexicon.French.Language, lines.Select(line => line.Target)) })
        {
            Put(Path.Combine(root, "raw", $"{split}.{language}.gz"), Packed(Lines(words.Select(SyntheticSentence.Written))));
            Put(Path.Combine(root, "tok", $"{split}.lc.norm.tok.{language}"), Lines(words.Select(line => string.Join(' ', line))));
        }

        var first = image;
        Put(Path.Combine(root, "image_splits", $"{split}.txt"), Lines(lines.Select((_, line) => FormattableString.Invariant($"{first + line:00000000}.jpg"))));
        image += lines.Length;
        var folder = Directory.CreateDirectory(Path.Combine(directory, ImageFeatures.Folder)).FullName;
        Half[] values = [.. lines.SelectMany(line => pictures.Draw(line.Nouns[0], line.Senses[0])).Select(value => (Half)value)];
        NpyFile.Write(Path.Combine(folder, $"{split}-resnet50-avgpool.npy"), values, lines.Length, SyntheticPictures.Width);
    }

    private static JsonObject Manifest(SyntheticTranslationOptions options, IReadOnlyDictionary<string, SyntheticSentence[]> splits) => new()
    {
        ["synthetic"] = true,
        ["notice"] = "SYNTHETIC: invented sentences and pictures, no result on them says anything of Multi30K",
        ["dataset"] = Multi30kCorpus.Dataset,
        ["seed"] = options.Seed,
        ["lines"] = new JsonObject(splits.Select(split => KeyValuePair.Create(split.Key, (JsonNode?)split.Value.Length))),
        ["signal"] = "one noun of each sentence has two senses; only its picture tells which; every sentence is there once with each",
        ["caps"] = new JsonObject(splits.Where(split => split.Key != "train").Select(split => KeyValuePair.Create(split.Key, (JsonNode?)new JsonObject
        {
            ["t"] = SyntheticCap.Describe(split.Value, _ => false),
            ["v-t"] = SyntheticCap.Describe(split.Value, _ => true),
        }))),
    };

    private static void Put(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        SyntheticFolder.Put(path, content);
    }

    private static byte[] Lines(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    private static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal))
            stream.Write(content);
        return packed.ToArray();
    }
}
