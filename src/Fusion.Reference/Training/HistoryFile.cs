using System.Text;
using System.Text.Json;
using Fusion.Layers.Interop;

namespace Fusion.Reference.Training;

/// <summary>history.jsonl: one line per epoch, appended and flushed to disk before the checkpoint of that epoch.</summary>
internal sealed class HistoryFile : IDisposable
{
    private readonly FileStream _stream;

    private HistoryFile(FileStream stream) => _stream = stream;

    /// <summary>Opens a run's history for appending and drops what lies past the last checkpoint: its epoch is run again.</summary>
    /// <param name="path">The file; it need not exist.</param>
    /// <param name="epochs">Epochs the checkpoint covers.</param>
    public static HistoryFile Continue(string path, int epochs)
    {
        var kept = Read(path).Where(record => record.Epoch <= epochs).ToList();
        if (kept.Count != epochs)
            throw new UserErrorException($"{path}: holds {kept.Count} of the {epochs} epochs that the checkpoint covers; delete the run folder to train it again");
        AtomicFile.WriteText(path, string.Concat(kept.Select(Line)));
        return new HistoryFile(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read));
    }

    /// <summary>Reads the whole lines; a torn last line (a kill in mid-write) is left out.</summary>
    public static IReadOnlyList<EpochRecord> Read(string path)
    {
        if (!File.Exists(path))
            return [];
        var text = File.ReadAllText(path);
        var lines = text.Split('\n');
        // What follows the last newline is empty, or a line that was never finished.
        return [.. lines[..^1].Select((line, index) => Parse(path, line, index + 1))];
    }

    public void Append(EpochRecord record)
    {
        _stream.Write(Encoding.UTF8.GetBytes(Line(record)));
        _stream.Flush(flushToDisk: true);
    }

    public void Dispose() => _stream.Dispose();

    private static string Line(EpochRecord record) => JsonSerializer.Serialize(record, RunJson.Line) + "\n";

    private static EpochRecord Parse(string path, string line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<EpochRecord>(line, RunJson.Line)
                ?? throw new UserErrorException($"{path}:{number}: expected a JSON object, found null");
        }
        catch (JsonException error)
        {
            throw new UserErrorException($"{path}:{number}: expected one epoch as a JSON object: {error.Message}");
        }
    }
}
