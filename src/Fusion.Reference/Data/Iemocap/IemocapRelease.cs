using System.Globalization;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Text;

namespace Fusion.Reference.Data.Iemocap;

/// <summary>
/// The IEMOCAP release as its owners hand it out: folders <c>Session1</c> to <c>Session5</c> with labels, transcripts and recordings. Reading it opens
/// every text file and the headers of the recordings, but no audio.
/// </summary>
internal sealed class IemocapRelease
{
    internal const string RootFolder = "IEMOCAP_full_release";
    internal const string SessionFolder = "Session";

    // A recording that ends less than this before an utterance's end still holds the utterance.
    private const double Tolerance = 0.05;

    private readonly List<ReleaseUtterance> _utterances = [];
    private readonly List<string> _problems = [];
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);

    private IemocapRelease()
    {
    }

    /// <summary>Every labelled utterance, in order of dialogue and then of the file.</summary>
    public IReadOnlyList<ReleaseUtterance> Utterances => _utterances;

    /// <summary>What keeps single utterances that have a class from being used or whole, with file and line.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The folder that holds the sessions: the one given, or IEMOCAP_full_release in it; null where neither does.</summary>
    public static string? Find(string directory) =>
        new[] { directory, Path.Combine(directory, RootFolder) }.FirstOrDefault(folder => Sessions(folder).Any());

    /// <summary>Reads the sessions of a folder that <see cref="Find"/> found.</summary>
    public static IemocapRelease Read(string folder)
    {
        var release = new IemocapRelease();
        foreach (var (session, path) in Sessions(folder))
            release.ReadSession(session, path);
        return release;
    }

    private static IEnumerable<(int Session, string Path)> Sessions(string folder) =>
        from path in Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, $"{SessionFolder}*") : []
        let number = int.TryParse(Path.GetFileName(path)[SessionFolder.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0
        where number > 0
        orderby number
        select (number, path);

    private void ReadSession(int session, string path)
    {
        var labels = Path.Combine(path, "dialog", "EmoEvaluation");
        if (!Directory.Exists(labels))
            throw new DataFormatException(labels, null, "expected a folder, found none");
        // Other names are copies that macOS leaves, such as ._Ses01F_impro01.txt.
        string[] files = [.. Directory.EnumerateFiles(labels, "Ses*.txt").Order(StringComparer.Ordinal)];
        if (files.Length == 0)
            throw new DataFormatException(labels, null, "expected files Ses*.txt, found none");
        foreach (var file in files)
            ReadDialog(session, path, file);
    }

    private void ReadDialog(int session, string folder, string file)
    {
        var dialog = Path.GetFileNameWithoutExtension(file);
        var transcripts = ReadTranscripts(Path.Combine(folder, "dialog", "transcriptions", $"{dialog}.txt"), dialog);
        var recording = Path.Combine(folder, "dialog", "wav", $"{dialog}.wav");
        var seconds = File.Exists(recording) ? WavHeader.Read(recording).Seconds : 0;
        var sentences = Path.Combine(folder, "sentences", "wav", dialog);
        foreach (var entry in EmotionFile.Read(file))
        {
            CheckName(session, dialog, file, entry);
            var place = $"{file}:{entry.Line}";
            var wanted = IemocapEmotions.Six(entry.Emotion) >= 0;
            var audio = wanted ? Locate(entry, recording, seconds, sentences, place) : null;
            if (!transcripts.TryGetValue(entry.Id, out var tokens) && wanted)
                _problems.Add($"{place}: expected a transcript of {entry.Id}, found none");
            _utterances.Add(new ReleaseUtterance(entry.Id, session, dialog, entry.Emotion, entry.Start, entry.End, tokens ?? [], audio));
        }
    }

    private void CheckName(int session, string dialog, string file, EmotionFile.Entry entry)
    {
        if (!entry.Id.StartsWith($"{dialog}_", StringComparison.Ordinal))
            throw new DataFormatException(file, entry.Line, $"expected an utterance named {dialog}_..., found '{entry.Id}'");
        if (!dialog.StartsWith($"Ses{session:00}", StringComparison.Ordinal))
            throw new DataFormatException(file, entry.Line, $"expected an utterance of session {session}, found '{entry.Id}'");
        if (!_places.TryAdd(entry.Id, $"{file}:{entry.Line}"))
            throw new DataFormatException(file, entry.Line, $"expected each utterance once, found '{entry.Id}' of {_places[entry.Id]} again");
    }

    private Dictionary<string, string[]> ReadTranscripts(string path, string dialog)
    {
        var transcripts = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var entry in TranscriptFile.Read(path, dialog))
            if (!transcripts.TryAdd(entry.Id, AuthorsText.Tokens(entry.Text)))
                _problems.Add($"{path}:{entry.Line}: expected each utterance once, found {entry.Id} again; the first counts");
        return transcripts;
    }

    // The dialogue's recording, as in the first author's code; the sentence's own where the other is missing or too short.
    private AudioSource? Locate(EmotionFile.Entry entry, string recording, double seconds, string sentences, string place)
    {
        if (entry.End <= seconds + Tolerance && entry.Start < seconds)
            return new AudioSource(recording, entry.Start, entry.End);
        var sentence = Path.Combine(sentences, $"{entry.Id}.wav");
        if (File.Exists(sentence) && WavHeader.Read(sentence).Frames > 0)
            return new AudioSource(sentence, 0, null);
        if (entry.Start < seconds)
        {
            _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{place}: expected {entry.End} seconds in {recording}, found {seconds}; {entry.Id} is cut short"));
            return new AudioSource(recording, entry.Start, entry.End);
        }

        _problems.Add(string.Create(CultureInfo.InvariantCulture,
            $"{place}: expected {entry.Id} in {recording}, {(seconds > 0 ? $"which ends after {seconds} seconds" : "which is missing or empty")}, or as {sentence}, found neither"));
        return null;
    }
}
