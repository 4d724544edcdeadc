using Fusion.Reference.Data.Formats;
using Fusion.Reference.Text;

namespace Fusion.Reference.Data.Iemocap;

/// <summary>
/// Utterances to be classified, one a line below a header that names the columns: <c>text</c>, a transcript as it was written down, and those of
/// <see cref="IemocapCorpus.AudioColumns"/>. Other columns are passed over.
/// </summary>
internal sealed class UtteranceTable
{
    internal const string TextColumn = "text";

    private static readonly string[] AudioColumns = [.. IemocapCorpus.AudioColumns];

    private readonly TsvFile _file;
    private readonly UtteranceNeeds _needs;

    private UtteranceTable(TsvFile file, UtteranceNeeds needs, IEnumerator<string> lines)
    {
        (_file, _needs) = (file, needs);
        Utterances = file.ReadRows(lines).Select(Read);
    }

    /// <summary>The utterances, each read as it is asked for, once.</summary>
    public IEnumerable<SpokenUtterance> Utterances { get; }

    /// <summary>Whether there is a column of text that counts.</summary>
    public bool HasText => _needs != UtteranceNeeds.Audio && _file.Columns.Contains(TextColumn);

    /// <summary>Whether there are columns of speech that count.</summary>
    public bool HasAudio => _needs != UtteranceNeeds.Text && AudioColumns.Any(_file.Columns.Contains);

    /// <summary>Reads and checks the header.</summary>
    /// <param name="name">What messages call the table.</param>
    /// <param name="lines">Its lines, none taken yet.</param>
    /// <param name="needs">What has to be there.</param>
    public static UtteranceTable Open(string name, IEnumerator<string> lines, UtteranceNeeds needs)
    {
        var table = new UtteranceTable(TsvFile.ReadHeader(name, lines), needs, lines);
        if (needs is UtteranceNeeds.Text or UtteranceNeeds.Both)
            table._file.Require(TextColumn);
        // All eight or none: half of the features are no speech.
        if (needs is UtteranceNeeds.Audio or UtteranceNeeds.Both || table.HasAudio)
            table._file.Require(AudioColumns);
        return table.HasText || table.HasAudio ? table : throw table._file.HeaderError($"expected a column '{TextColumn}' or the columns {string.Join(", ", AudioColumns)}");
    }

    private SpokenUtterance Read(TsvFile.Row row)
    {
        var utterance = new SpokenUtterance(HasText ? Words(row) : null, HasAudio ? Features(row) : null);
        return utterance is { Tokens: null, Audio: null } ? throw row.Error($"expected {TextColumn} or the features of speech to be filled, found neither") : utterance;
    }

    private string[]? Words(TsvFile.Row row)
    {
        if (IsAbsent(row, TextColumn))
            return null;
        var words = AuthorsText.Tokens(row.Text(TextColumn));
        return words.Length > 0 ? words : throw row.Error($"expected {TextColumn} to hold a letter or one of . ! ?, found '{row[TextColumn]}'");
    }

    private float[]? Features(TsvFile.Row row) =>
        AudioColumns.All(column => IsAbsent(row, column)) ? null : Array.ConvertAll(AudioColumns, row.Single);

    private bool IsAbsent(TsvFile.Row row, string column) => _needs == UtteranceNeeds.Either && string.IsNullOrWhiteSpace(row[column]);
}
