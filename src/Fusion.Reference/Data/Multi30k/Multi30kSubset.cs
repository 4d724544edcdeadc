using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Translation;

namespace Fusion.Reference.Data.Multi30k;

/// <summary>The lines whose photographs could be had: a table with one row for each row of the features, each naming its line of an official split.</summary>
internal sealed class Multi30kSubset
{
    public const string TableFile = "subset.tsv";

    private static readonly string[] PartNames = ["train", "val", "test"];

    private readonly string _path;
    private readonly List<Row> _rows;

    private Multi30kSubset(string path, List<Row> rows) => (_path, _rows) = (path, rows);

    public int Count => _rows.Count;

    /// <summary>Reads the table of a folder.</summary>
    public static Multi30kSubset Read(string folder, CorpusSources sources)
    {
        var path = Path.Combine(folder, TableFile);
        var table = sources.Table(path, "official_split", "line0", "image", "split");
        var lines = new Dictionary<(string, int), int>();
        var rows = new List<Row>();
        foreach (var row in table.Rows)
        {
            var (split, line, part) = (row.Text("official_split"), row.Integer("line0", 0, int.MaxValue), row.Text("split"));
            if (!Multi30kCorpus.SplitNames.Contains(split))
                throw row.Error($"expected official_split to be one of {string.Join(", ", Multi30kCorpus.SplitNames)}, found '{split}'");
            if (!PartNames.Contains(part))
                throw row.Error($"expected split to be one of {string.Join(", ", PartNames)}, found '{part}'");
            if (!lines.TryAdd((split, line), row.Line))
                throw row.Error($"expected each line once, found line0 {line} of {split} of line {lines[(split, line)]} again");
            rows.Add(new Row(split, line, part, row));
        }

        return new Multi30kSubset(path, rows);
    }

    /// <summary>For each line of an official split its row in the table, and in the features; -1 where it has none.</summary>
    public int[] RowOfLine(SplitText text)
    {
        int[] rowOfLine = [.. Enumerable.Repeat(-1, text.Count)];
        foreach (var (index, row) in _rows.Index().Where(pair => pair.Item.OfficialSplit == text.Name))
        {
            Check(row, text.Count, line => text.Ids[line], text.HasImages, text.Languages);
            rowOfLine[row.Line0] = index;
        }

        return rowOfLine;
    }

    /// <summary>Says of which official splits the table has lines that are not in the folder.</summary>
    public IEnumerable<string> Unavailable(IReadOnlyList<SplitText> texts) =>
        from row in _rows
        where texts.All(text => text.Name != row.OfficialSplit)
        group row by row.OfficialSplit into rows
        select $"{_path}:{rows.First().Cells.Line}: {rows.Key} is not available; rows left out: {rows.Count()}";

    /// <summary>Makes the splits that the table suggests, of its lines alone.</summary>
    public IReadOnlyList<ParallelSplit> Split(IReadOnlyList<ParallelSplit> official) => [.. PartNames.Select(part =>
    {
        ParallelSplit[] parts = [.. official.Where(split => _rows.Any(row => row.Part == part && row.OfficialSplit == split.Name))
            .Select(split => split.Select(part, [.. _rows.Where(row => row.Part == part && row.OfficialSplit == split.Name).Select(row => row.Line0)]))];
        return parts.Length > 0 ? JoinedSplit.Of(part, parts) : throw new DataFormatException(_path, null, $"expected at least one line with split '{part}', found none");
    })];

    // The table repeats what the text files say, so a shifted line is found.
    private static void Check(Row row, int count, Func<int, string> image, bool hasImages, IReadOnlyDictionary<string, Sentences> languages)
    {
        if (row.Line0 >= count)
            throw row.Cells.Error($"expected line0 below {count}, the lines of {row.OfficialSplit}, found {row.Line0}");
        if (hasImages && image(row.Line0) != row.Cells["image"])
            throw row.Cells.Error($"expected image '{image(row.Line0)}' for line0 {row.Line0} of {row.OfficialSplit}, found '{row.Cells["image"]}'");
        foreach (var (language, sentences) in languages)
            if (row.Cells.Has(language) && sentences.Tokenized is { } tokenized && tokenized[row.Line0] != row.Cells[language])
                throw row.Cells.Error($"expected {language} to be '{tokenized[row.Line0]}', as line0 {row.Line0} of {row.OfficialSplit} is, found '{row.Cells[language]}'");
    }

    private sealed record Row(string OfficialSplit, int Line0, string Part, TsvFile.Row Cells);
}
