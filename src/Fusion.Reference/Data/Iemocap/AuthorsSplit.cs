using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Data.Iemocap;

/// <summary>
/// The split of the first author's earlier project, as its files list it: rare classes were repeated before a random split, so that copies of one
/// utterance are in training and test, and test chooses the epoch too. It exists to show what that does to a score.
/// </summary>
internal static class AuthorsSplit
{
    internal const string TrainFile = "sahu_oversampled_train.tsv";
    internal const string TestFile = "sahu_oversampled_test.tsv";

    private static readonly ClassScheme Scheme = ClassScheme.Ser6;

    /// <summary>Reads both lists from the folder of the corpus; every line is a row, repeated ones too.</summary>
    public static CorpusSplit Load(IemocapCorpus corpus)
    {
        var utterances = corpus.In(Scheme).ToDictionary(utterance => utterance.Id, StringComparer.Ordinal);
        var test = Read(Path.Combine(corpus.Folder, TestFile), utterances);
        return new CorpusSplit(Read(Path.Combine(corpus.Folder, TrainFile), utterances), test, test);
    }

    private static IReadOnlyList<IemocapUtterance> Read(string path, Dictionary<string, IemocapUtterance> utterances)
    {
        var rows = TsvFile.Read(path, "utt_id", IemocapCorpus.SixClassColumn).Rows;
        return rows.Count > 0 ? [.. rows.Select(row => Find(row, utterances))] : throw new DataFormatException(path, 2, "expected at least one utterance, found none");
    }

    private static IemocapUtterance Find(TsvFile.Row row, Dictionary<string, IemocapUtterance> utterances)
    {
        var id = row.Text("utt_id");
        var label = row.Integer(IemocapCorpus.SixClassColumn, 0, Scheme.Names.Count - 1);
        if (!utterances.TryGetValue(id, out var utterance))
            throw row.Error($"expected an utterance of {IemocapCorpus.TableFile} with {IemocapCorpus.SixClassColumn}, has_audio8 and transcript_norm, found '{id}'");
        return utterance.Label == label ? utterance
            : throw row.Error($"expected {IemocapCorpus.SixClassColumn} {utterance.Label} for {id}, as {IemocapCorpus.TableFile} says, found {label}");
    }
}
