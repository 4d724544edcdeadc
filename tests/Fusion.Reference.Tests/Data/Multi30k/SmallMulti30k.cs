using System.Text;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Tests.Data.Formats;

namespace Fusion.Reference.Tests.Data.Multi30k;

/// <summary>Three lines to train on, two to validate and two to test, in each of the two layouts.</summary>
internal static class SmallMulti30k
{
    public static readonly IReadOnlyDictionary<string, string[]> English = new Dictionary<string, string[]>
    {
        ["train"] = ["A dog.", "A cat.", "Two men."],
        ["val"] = ["A man.", "A girl."],
        ["test_2016_flickr"] = ["A boy.", "Two dogs."],
    };

    /// <summary>Images by split, <c>10.jpg</c> and on.</summary>
    public static string[] Images(string split) => [.. English[split].Select((_, line) => $"{"train val test_2016_flickr".Split(' ').Index().First(pair => pair.Item == split).Index}{line}.jpg")];

    /// <summary>Writes the layout of the public repository, without features.</summary>
    public static void WriteRepository(TemporaryFolder folder)
    {
        foreach (var (split, lines) in English)
        {
            Put(folder, $"data/task1/raw/{split}.en.gz", TextLinesTests.Pack(Text(lines)));
            Put(folder, $"data/task1/raw/{split}.fr.gz", TextLinesTests.Pack(Text(lines.Select(French))));
            Put(folder, $"data/task1/tok/{split}.lc.norm.tok.en", Encoding.UTF8.GetBytes(Text(lines.Select(Tokens))));
            Put(folder, $"data/task1/tok/{split}.lc.norm.tok.fr", Encoding.UTF8.GetBytes(Text(lines.Select(French).Select(Tokens))));
            Put(folder, $"data/task1/image_splits/{split}.txt", Encoding.UTF8.GetBytes(Text(Images(split))));
        }
    }

    /// <summary>The table of the prepared folder: the last train line, then the first of validation and of test, then the first train line.</summary>
    public static readonly IReadOnlyList<string> Subset =
    [
        "row\tofficial_split\tline0\timage\tsplit\ten\tfr",
        "0\ttrain\t2\t02.jpg\ttrain\ttwo men .\tle two men .",
        "1\tval\t0\t10.jpg\tval\ta man .\tle a man .",
        "2\ttest_2016_flickr\t0\t20.jpg\ttest\ta boy .\tle a boy .",
        "3\ttrain\t0\t00.jpg\tval\ta dog .\tle a dog .",
    ];

    /// <summary>Writes the layout of the prepared folder, whose row r of each array is full of r.</summary>
    public static void WritePrepared(TemporaryFolder folder, IReadOnlyList<string>? subset = null)
    {
        foreach (var (split, lines) in English)
        {
            Put(folder, $"raw/{split}.en", Encoding.UTF8.GetBytes(Text(lines)));
            Put(folder, $"tok/{split}.en", Encoding.UTF8.GetBytes(Text(lines.Select(Tokens))));
            Put(folder, $"tok/{split}.fr", Encoding.UTF8.GetBytes(Text(lines.Select(French).Select(Tokens))));
            Put(folder, $"{split}.images.txt", Encoding.UTF8.GetBytes(Text(Images(split))));
            Directory.CreateDirectory(folder["speech"]);
            NpyFile.Write(folder[$"speech/tts43_seg8.{split}.f16.npy"], Rows(lines.Length, 8 * 43), lines.Length, 8, 43);
        }

        folder.Write("subset.tsv", Text(subset ?? Subset));
        Directory.CreateDirectory(folder["cnn"]);
        Directory.CreateDirectory(folder["side"]);
        NpyFile.Write(folder["cnn/mobilenet_v2_pool1280.f16.npy"], Rows(4, 6), 4, 6);
        NpyFile.Write(folder["speech/tts43_stat.npy"], Rows(4, 2), 4, 2);
        NpyFile.Write(folder["speech/tts43_frames.f16.npy"], Rows(10, 3), 10, 3);
        NpyFile.Write(folder["speech/tts43_offsets.npy"], new long[] { 0, 1, 3, 6, 10 }, 5L);
        NpyFile.Write(folder["side/frames_VNC.train.npy"], Rows(3, 5), 3, 5);
        NpyFile.Write(folder["side/frames_VNC.train.has.npy"], new long[] { 1, 0, 1 }, 3L);
    }

    public static string French(string sentence) => $"Le {sentence}";

    public static string Tokens(string sentence) => sentence.ToLowerInvariant().Replace(".", " .", StringComparison.Ordinal);

    /// <summary>An array whose row r is full of r.</summary>
    public static float[] Rows(int rows, int width) => [.. Enumerable.Range(0, rows * width).Select(index => (float)(index / width))];

    public static string Text(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    public static string Put(TemporaryFolder folder, string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        return folder.Write(name, content);
    }
}
