using Fusion.Reference.Data.Formats;
using Fusion.Reference.Text;

namespace Fusion.Reference.Data.Iemocap;

/// <summary>The IEMOCAP utterances that have a class in any <see cref="ClassScheme"/>, read from the release or from a prepared folder.</summary>
internal sealed class IemocapCorpus
{
    internal const string TableFile = "iemocap.tsv";
    internal const string AudioFile = "audio8.npy";
    internal const string LabelFile = "label4.npy";
    internal const string VectorsFile = "glove200.npy";
    internal const string VectorWordsFile = "glove200.vocab.tsv";
    internal const string SixClassColumn = "label6_sahu";
    internal const string SplitColumn = "split_random";
    internal const string SyntheticFile = "SYNTHETIC.json";

    /// <summary>Recording sessions of the corpus, numbered from 1.</summary>
    public const int Sessions = 5;

    /// <summary>Names of the audio features by column.</summary>
    public static readonly IReadOnlyList<string> AudioColumns =
        ["sig_mean", "sig_std", "rmse_mean", "rmse_std", "silence", "harmonic", "auto_corr_max", "auto_corr_std"];

    /// <summary>Columns that loud or clipped recordings stretch over orders of magnitude: all but <c>silence</c>, which is a share from 0 to 1.</summary>
    public static readonly IReadOnlyList<int> HeavyTailedColumns = [0, 1, 2, 3, 5, 6, 7];

    internal static readonly IReadOnlyList<string> PreparedFiles = [TableFile, AudioFile, LabelFile];

    private readonly IReadOnlyList<IemocapUtterance> _labelled;

    private IemocapCorpus(string directory, List<IemocapUtterance> labelled, bool synthetic, PretrainedVectors? vectors)
    {
        Folder = directory;
        _labelled = labelled;
        Utterances = In(ClassScheme.Standard4);
        Synthetic = synthetic;
        Vectors = vectors;
    }

    /// <summary>The folder it was read from.</summary>
    public string Folder { get; }

    /// <summary>The utterances of the four classes of the literature.</summary>
    public IReadOnlyList<IemocapUtterance> Utterances { get; }

    /// <summary>Whether the folder says of itself that it was generated.</summary>
    public bool Synthetic { get; }

    /// <summary>Whether the utterances bring their cepstral frames: only a release has any, and only where they were asked for.</summary>
    public bool HasFrames => _labelled[0].Frames is not null;

    /// <summary>Word vectors, where the folder holds any.</summary>
    public PretrainedVectors? Vectors { get; }

    /// <summary>The utterances that have a class in a scheme, labelled with it.</summary>
    public IReadOnlyList<IemocapUtterance> In(ClassScheme scheme) => scheme.Label(_labelled);

    /// <summary>What the sessions of the release held when they were read, in short; empty for a prepared folder, whose few files speak for themselves.</summary>
    public string Fingerprint { get; private init; } = "";

    /// <summary>
    /// Reads a folder that holds the release (Session1 ... Session5, or IEMOCAP_full_release with them) or the prepared files, and, if present, glove200.npy
    /// with its words.
    /// </summary>
    public static IemocapCorpus Load(string directory, IemocapLoading? loading = null) =>
        FindRelease(directory) is { } release ? LoadRelease(directory, IemocapRelease.Read(release), loading ?? new()) : LoadPrepared(directory);

    /// <summary>The folder with the sessions of the release, or null where the files are prepared; says what was expected where it is neither, or both.</summary>
    public static string? FindRelease(string directory)
    {
        var release = IemocapRelease.Find(directory);
        var prepared = PreparedFiles.FirstOrDefault(file => File.Exists(Path.Combine(directory, file)));
        return (release, prepared) switch
        {
            (null, null) => throw new DataFormatException(directory, null,
                $"expected the release (folders {IemocapRelease.SessionFolder}1 ... {IemocapRelease.SessionFolder}5, or {IemocapRelease.RootFolder} with them) or the prepared files ({string.Join(", ", PreparedFiles)}), found neither"),
            (not null, not null) => throw new DataFormatException(directory, null, $"expected either the release or the prepared files, found both {release} and {prepared}"),
            _ => release,
        };
    }

    private static IemocapCorpus LoadRelease(string directory, IemocapRelease release, IemocapLoading loading)
    {
        ReleaseUtterance[] usable = [.. release.Utterances.Where(utterance => utterance.Usable)];
        if (usable.Length == 0)
            throw new DataFormatException(directory, null, $"expected at least one utterance with a label, text and audio, found none{release.Problems.Select(problem => $"; {problem}").FirstOrDefault()}");
        var audio = ReleaseAudio.Of(usable, loading);
        List<IemocapUtterance> utterances =
        [
            .. usable.Select(utterance => new IemocapUtterance(
                utterance.Id, utterance.Session, utterance.Dialog, utterance.Label, utterance.Tokens, audio[utterance.Id].Features)
            {
                Label6 = utterance.Label6,
                Frames = audio[utterance.Id].Frames,
            }),
        ];
        return new IemocapCorpus(directory, utterances, IsSynthetic(directory), LoadVectors(directory)) { Fingerprint = AudioFingerprint.OfCorpus(usable) };
    }

    private static IemocapCorpus LoadPrepared(string directory)
    {
        var tablePath = Path.Combine(directory, TableFile);
        var audioPath = Path.Combine(directory, AudioFile);
        var labelPath = Path.Combine(directory, LabelFile);
        var table = TsvFile.Read(tablePath, "utt_id", "session", "dialog", "label4", "has_audio8", "transcript_norm");
        var width = AudioColumns.Count;
        var audio = NpyFile.Read(audioPath).Expect(table.Rows.Count, width).ToSingle();
        var labels = NpyFile.Read(labelPath).Expect(table.Rows.Count).ToInt64();

        var utterances = new List<IemocapUtterance>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < table.Rows.Count; index++)
        {
            var row = table.Rows[index];
            var id = row.Text("utt_id");
            if (!lines.TryAdd(id, row.Line))
                throw row.Error($"expected each utt_id once, found '{id}' of line {lines[id]} again");
            var session = row.Integer("session", 1, int.MaxValue);
            var dialog = row.Text("dialog");
            var label = row.Integer("label4", -1, ClassScheme.Standard4.Names.Count - 1);
            var label6 = row.Has(SixClassColumn) ? row.Integer(SixClassColumn, -1, ClassScheme.Ser6.Names.Count - 1) : -1;
            var part = row.Has(SplitColumn) ? Part(row) : null;
            if (labels[index] != label)
                throw new DataFormatException(labelPath, null, $"expected {label} in row {index}, as line {row.Line} of {tablePath} says, found {labels[index]}");
            var hasAudio = row.Integer("has_audio8", 0, 1) == 1;
            string[] tokens = [.. row["transcript_norm"].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
            if ((label < 0 && label6 < 0) || !hasAudio || tokens.Length == 0)
                continue;

            var features = audio[(index * width)..((index + 1) * width)];
            var wrong = Array.FindIndex(features, feature => !float.IsFinite(feature));
            if (wrong >= 0)
                throw new DataFormatException(audioPath, null, $"expected a finite {AudioColumns[wrong]} in row {index} ({id}), found {features[wrong]}");
            utterances.Add(new IemocapUtterance(id, session, dialog, label, tokens, features) { Label6 = label6, RandomPart = part });
        }

        return utterances.Count > 0
            ? new IemocapCorpus(directory, utterances, IsSynthetic(directory), LoadVectors(directory))
            : throw new DataFormatException(tablePath, null, "expected at least one utterance with a label, has_audio8 and transcript_norm, found none");
    }

    internal static bool IsSynthetic(string directory) => File.Exists(Path.Combine(directory, SyntheticFile));

    private static CorpusPart? Part(TsvFile.Row row) => row[SplitColumn].Trim() switch
    {
        "" => null,
        "train" => CorpusPart.Train,
        "val" => CorpusPart.Validation,
        "test" => CorpusPart.Test,
        var other => throw row.Error($"expected {SplitColumn} to be train, val, test or empty, found '{other}'"),
    };

    internal static PretrainedVectors? LoadVectors(string directory)
    {
        var matrix = Path.Combine(directory, VectorsFile);
        var words = Path.Combine(directory, VectorWordsFile);
        // One file without the other is a broken folder, which Load reports; both missing is a choice.
        return File.Exists(matrix) || File.Exists(words) ? PretrainedVectors.Load(matrix, words) : null;
    }
}
