using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Mosi;

namespace Fusion.Reference.Tests.Data.Mosi;

/// <summary>A handful of utterances in the layout of the prepared CMU-MOSI folder.</summary>
internal static class SmallMosi
{
    public const string Header = "label\tutt_id\tsplit3\tvideo";

    public static readonly string[] Lines = ["1\ta_1\ttrain\ta", "0\ta_2\ttrain\ta", "0\tb_1\tval\tb", "1\tc_1\ttest\tc"];

    public static void Write(TemporaryFolder folder, string header = Header, IReadOnlyList<string>? lines = null, long[]? labels = null, Func<int, int, float>? audio = null)
    {
        folder.Write(MosiCorpus.TableFile, string.Join('\n', (lines ?? Lines).Prepend(header)) + "\n");
        labels ??= [1, 0, 0, 1];
        NpyFile.Write(folder[MosiCorpus.LabelFile], labels, labels.Length);
        foreach (var source in MosiCorpus.Modalities)
        {
            Func<int, int, float> value = source.Name == "audio" && audio is not null ? audio : (row, column) => (100 * row) + column;
            NpyFile.Write(folder[source.File], [.. from row in Enumerable.Range(0, Lines.Length) from column in Enumerable.Range(0, source.Features) select value(row, column)], Lines.Length, source.Features);
        }
    }
}
