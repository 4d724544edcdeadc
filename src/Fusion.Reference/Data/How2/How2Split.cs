using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Translation;

namespace Fusion.Reference.Data.How2;

/// <summary>Reads one split of How2 and holds its files to the one order of segments that <c>id</c> sets.</summary>
internal sealed class How2Split
{
    // The dataset's first users skip them: the archives are not readable there.
    private static readonly string[] UnreadableSegments = ["D0T7ho08Q3o_25", "FUfPuPMxh2w_9"];

    private readonly string _features;
    private readonly string _folder;
    private readonly string _name;
    private readonly CorpusSources _sources;
    private readonly string[] _ids;

    public How2Split(string root, string name, CorpusSources sources)
    {
        (_folder, _features, _name, _sources) = (Path.Combine(root, "data", name), Path.Combine(root, How2Archives.Features), name, sources);
        _ids = sources.Lines(In("id"));
        if (_ids.Length == 0)
            throw new DataFormatException(In("id"), 1, "expected names of segments, found an empty file");
        var lines = new Dictionary<string, int>(_ids.Length, StringComparer.Ordinal);
        for (var line = 0; line < _ids.Length; line++)
            if (string.IsNullOrWhiteSpace(_ids[line]) || !lines.TryAdd(_ids[line], line))
                throw new DataFormatException(In("id"), line + 1, $"expected each name of a segment once, found '{_ids[line]}'{(lines.TryGetValue(_ids[line], out var first) ? $" of line {first + 1} again" : "")}");
    }

    public ParallelSplit Read(How2Loading loading)
    {
        var (source, target) = (Sentences(How2Corpus.Source), Sentences(How2Corpus.Target));
        var videos = File.Exists(In("segments")) ? Segments() : [.. _ids.Select(id => id[..Math.Min(id.Length, 11)])];
        var channels = new Dictionary<string, LineChannel>(StringComparer.Ordinal);
        if (Speech(loading, videos) is { } speech)
            channels.Add(Channels.Speech, speech);
        if (Video() is { } video)
            channels.Add(Channels.Video, video);

        var whole = new ParallelSplit(_name, _ids, new Dictionary<string, Sentences> { [How2Corpus.Source] = new(source, null), [How2Corpus.Target] = new(target, null) }, channels, videos);
        int[] usable = [.. Enumerable.Range(0, _ids.Length).Where(line => Usable(line, source, target))];
        return usable.Length == _ids.Length ? whole : whole.Select(_name, usable);
    }

    private bool Usable(int line, string[] source, string[] target)
    {
        if (UnreadableSegments.Contains(_ids[line]))
            _sources.Notices.Add($"{In("id")}:{line + 1}: {_ids[line]} is left out, whose features are known to be unreadable");
        else if (string.IsNullOrWhiteSpace(source[line]) || string.IsNullOrWhiteSpace(target[line]))
            _sources.Notices.Add($"{In("id")}:{line + 1}: {_ids[line]} is left out, which has no sentence in {(string.IsNullOrWhiteSpace(source[line]) ? How2Corpus.Source : How2Corpus.Target)}");
        else
            return true;
        return false;
    }

    // Two files hold the same sentences, one of them with the names of the segments: its order is checked, and it stands in for the other.
    private string[] Sentences(string language)
    {
        var (plain, named) = (In($"text.{language}"), In($"text.id.{language}"));
        var byId = File.Exists(named) ? Named(named) : null;
        if (!File.Exists(plain) && byId is not null)
            return byId;
        var sentences = _sources.Lines(plain);
        return sentences.Length == _ids.Length ? sentences
            : throw new DataFormatException(plain, Math.Min(sentences.Length, _ids.Length) + 1L, $"expected {_ids.Length} lines, as many as {In("id")} has, found {sentences.Length}");
    }

    private string[] Segments()
    {
        var path = In("segments");
        var rest = Named(path);
        var videos = new string[rest.Length];
        for (var line = 0; line < rest.Length; line++)
        {
            var cells = rest[line].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            videos[line] = cells is [var video, var start, var end] && Seconds(start) is { } from && Seconds(end) is { } to && from < to ? video
                : throw new DataFormatException(path, line + 1, $"expected 'segment video start end' with start below end, found '{_ids[line]} {rest[line]}'");
        }

        return videos;
    }

    private static double? Seconds(string text) =>
        double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var value) && value >= 0 ? value : null;

    // What follows the names, which have to be those of the file id in the same order.
    private string[] Named(string path)
    {
        var lines = _sources.Lines(path);
        for (var line = 0; line < Math.Min(lines.Length, _ids.Length); line++)
        {
            var space = lines[line].AsSpan().IndexOfAny(' ', '\t');
            Check(path, line, space < 0 ? lines[line] : lines[line].AsSpan(0, space));
            lines[line] = space < 0 ? "" : lines[line][(space + 1)..];
        }

        CheckCount(path, lines.Length);
        return lines;
    }

    private LineChannel? Speech(How2Loading loading, string[] videos)
    {
        var path = In("feats.scp");
        if (!File.Exists(path))
        {
            _sources.Notices.Add($"{_name}: no speech features, {path} is missing");
            return null;
        }

        _sources.TextFiles.Add(path);
        var entries = KaldiScp.Read(path, How2Archives.Of(path));
        for (var line = 0; line < Math.Min(entries.Count, _ids.Length); line++)
            Check(path, line, entries[line].Key);
        CheckCount(path, entries.Count);
        string[] missing = [.. entries.Select(entry => entry.File).Distinct().Where(file => !File.Exists(file))];
        foreach (var file in missing)
            _sources.Notices.Add($"{_name}: no speech features of the segments in {file}, which is missing");
        if (entries.All(entry => missing.Contains(entry.File)))
            return null;
        var rows = _sources.Keep(new KaldiRows(path, entries, loading.NormalizeSpeech ? Normalization(videos) : null));
        return new LineChannel(rows, [.. entries.Select((entry, line) => missing.Contains(entry.File) ? -1 : line)]);
    }

    private KaldiNormalization Normalization(string[] videos)
    {
        var path = In("cmvn.scp");
        var speakers = File.Exists(In("utt2spk")) ? Named(In("utt2spk")) : videos;
        _sources.TextFiles.Add(path);
        var places = new Dictionary<string, KaldiScp.Entry>(StringComparer.Ordinal);
        foreach (var entry in KaldiScp.Read(path, How2Archives.Of(path)))
            places[entry.Key] = entry;
        var lacking = Array.FindIndex(speakers, speaker => !places.ContainsKey(speaker));
        if (lacking >= 0)
            throw new DataFormatException(path, null, $"expected an entry '{speakers[lacking]}' for the segment {_ids[lacking]}, found none");
        return new([.. speakers.Select(speaker => places[speaker])]);
    }

    private LineChannel? Video()
    {
        string[] files = Directory.Exists(_features) ? [.. Directory.EnumerateFiles(_features, $"{_name}.npy", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];
        if (files.Length > 1)
            throw new DataFormatException(files[1], null, $"expected one array of video features for {_name}, found {files[0]} too");
        if (files.Length == 1)
            return LineChannel.LineByLine(_sources.Keep(NpyRows.Open(files[0])), _ids.Length);
        _sources.Notices.Add($"{_name}: no video features, {_name}.npy is not in {_features}");
        return null;
    }

    private void Check(string path, int line, ReadOnlySpan<char> key)
    {
        if (!key.SequenceEqual(_ids[line]))
            throw new DataFormatException(path, line + 1, $"expected the segment {_ids[line]}, as line {line + 1} of {In("id")} says, found '{key}'");
    }

    private void CheckCount(string path, int lines)
    {
        if (lines != _ids.Length)
            throw new DataFormatException(path, Math.Min(lines, _ids.Length) + 1L, $"expected {_ids.Length} lines, as many as {In("id")} has, found {lines}");
    }

    private string In(string file) => Path.Combine(_folder, file);
}
