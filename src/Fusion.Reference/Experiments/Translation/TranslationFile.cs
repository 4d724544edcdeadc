using Fusion.Layers.Interop;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Translation;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>predictions.tsv of a translation run: one line for each test line, with its group, the translation and the reference.</summary>
internal static class TranslationFile
{
    /// <summary>One line.</summary>
    /// <param name="Split">Name of the test set.</param>
    /// <param name="Id">Name of what the line is of.</param>
    /// <param name="Group">What it belongs to.</param>
    /// <param name="Hypothesis">The translation, in the form that was learned.</param>
    /// <param name="Reference">The reference in the same form, whole.</param>
    public sealed record Row(string Split, string Id, string Group, string Hypothesis, string Reference);

    /// <summary>The lines of a test set.</summary>
    public static IEnumerable<Row> Rows(ParallelSplit split, IReadOnlyList<string> hypotheses, IReadOnlyList<string> references) =>
        hypotheses.Select((hypothesis, line) => new Row(split.Name, split.Ids[line], split.Groups[line], hypothesis, references[line]));

    public static void Write(string path, IEnumerable<Row> rows) => AtomicFile.WriteText(path, string.Concat(rows
        .Select(row => string.Join('\t', row.Split, row.Id, row.Group, row.Hypothesis, row.Reference) + "\n")
        .Prepend("split\tid\tgroup\thypothesis\treference\n")));

    public static IReadOnlyList<Row> Read(string path) =>
        [.. TsvFile.Read(path, "split", "id", "group", "hypothesis", "reference").Rows
            .Select(row => new Row(row.Text("split"), row["id"], row["group"], row["hypothesis"], row["reference"]))];
}
