using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Iemocap;

namespace Fusion.Reference.Tests.Data.Iemocap;

/// <summary>A hand-written corpus of six lines, three of them usable, that a test may break in one place.</summary>
internal static class SmallIemocap
{
    public const string Header = "label4\tutt_id\tsession\tdialog\thas_audio8\ttranscript_norm";

    public static readonly string[] Lines =
    [
        "3\tSes01F_a_F000\t1\tSes01F_a\t1\texcuse me .",
        "-1\tSes01F_a_M000\t1\tSes01F_a\t1\tdo you ?",
        "0\tSes02F_a_F000\t2\tSes02F_a\t0\tno audio here",
        "2\tSes02F_a_F001\t2\tSes02F_a\t1\t",
        "0\tSes02F_a_F002\t2\tSes02F_a\t1\tno",
        "1\tSes03M_b_M000\t3\tSes03M_b\t1\tgreat  news ! ",
    ];

    public static readonly long[] Labels = [3, -1, 0, 2, 0, 1];

    /// <summary>Writes the corpus.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="header">First line of the table.</param>
    /// <param name="lines">Data lines of the table.</param>
    /// <param name="labels">Content of the label file.</param>
    /// <param name="audio">Value of row i, column j of the audio file; i + j / 10 by default.</param>
    public static void Write(TemporaryFolder folder, string header = Header, string[]? lines = null, long[]? labels = null, Func<int, int, float>? audio = null)
    {
        lines ??= Lines;
        labels ??= Labels;
        audio ??= (row, column) => row + column / 10f;
        folder.Write(IemocapCorpus.TableFile, string.Join('\n', [header, .. lines]) + "\n");
        NpyFile.Write(folder[IemocapCorpus.LabelFile], labels, labels.Length);
        NpyFile.Write(
            folder[IemocapCorpus.AudioFile],
            [.. Enumerable.Range(0, Lines.Length).SelectMany(row => Enumerable.Range(0, 8).Select(column => audio(row, column)))],
            Lines.Length,
            8);
    }
}
