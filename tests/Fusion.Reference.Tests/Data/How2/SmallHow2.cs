using System.Text;
using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Tests.Data.How2;

/// <summary>Two segments in each split of How2's layout; segment i of a split has i + 1 frames full of 10 s + i, s the number of the split.</summary>
internal static class SmallHow2
{
    public static readonly string[] Splits = ["train", "val", "dev5"];

    public static void Write(TemporaryFolder folder, int segments = 2, string? bad = null)
    {
        foreach (var (number, split) in Splits.Index())
        {
            string[] ids = [.. Enumerable.Range(0, segments).Select(line => split == "train" && line == 1 && bad is not null ? bad : Id(number, line))];
            var archive = new KaldiArkWriter();
            long[] places = [.. ids.Select((id, line) => archive.Matrix(id, Frames(number, line), 2))];
            var sums = new KaldiArkWriter();
            var place = sums.Matrix(Video(number), new[] { 0.0, 10 * number, 4, 16, 4 * (100.0 * number * number + 1), 0 }, 3);
            Put(folder, $"features/fbank_pitch_181506/raw_fbank_pitch_all_181506.{number + 1}.ark", archive.ToArray());
            Put(folder, $"features/fbank_pitch_181506/cmvn_{number}.ark", sums.ToArray());
            Put(folder, $"data/{split}/id", ids);
            Put(folder, $"data/{split}/segments", ids.Select((id, line) => $"{id} {Video(number)} {line}.5 {line + 1}.25"));
            Put(folder, $"data/{split}/utt2spk", ids.Select(id => $"{id} {Video(number)}"));
            Put(folder, $"data/{split}/feats.scp", ids.Select((id, line) => $"{id} ARK_PATH/raw_fbank_pitch_all_181506.{number + 1}.ark:{places[line]}"));
            Put(folder, $"data/{split}/cmvn.scp", [$"{Video(number)} ARK_PATH/cmvn_{number}.ark:{place}"]);
            foreach (var language in new[] { "en", "pt" })
            {
                Put(folder, $"data/{split}/text.{language}", ids.Select((_, line) => Sentence(language, number, line)));
                Put(folder, $"data/{split}/text.id.{language}", ids.Select((id, line) => $"{id} {Sentence(language, number, line)}"));
            }

            Directory.CreateDirectory(folder["features/resnext101-action-avgpool-300h"]);
            NpyFile.Write(folder[$"features/resnext101-action-avgpool-300h/{split}.npy"], Enumerable.Range(0, 3 * segments).Select(index => (float)((100 * number) + (index / 3))).ToArray(), segments, 3);
        }
    }

    public static string Video(int split) => $"video-{split:00000}";

    public static string Id(int split, int line) => $"{Video(split)}_{line}";

    public static string Sentence(string language, int split, int line) => $"Line {line} of {Splits[split]} in {language}.";

    /// <summary>Rewrites a file of text.</summary>
    public static string Put(TemporaryFolder folder, string name, IEnumerable<string> lines) => Put(folder, name, Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));

    private static string Put(TemporaryFolder folder, string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        return folder.Write(name, content);
    }

    private static float[] Frames(int split, int line) => [.. Enumerable.Repeat((float)((10 * split) + line), 2 * (line + 1))];
}
