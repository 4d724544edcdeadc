using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Layers.Interop;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Text;

/// <summary>Words and their numbers. The first four numbers are reserved; words follow by falling count, equal counts in ordinal order.</summary>
internal sealed class Vocabulary
{
    public const int Pad = 0;
    public const int Start = 1;
    public const int End = 2;
    public const int Unknown = 3;
    private static readonly string[] Reserved = ["<PAD>", "<SOS>", "<EOS>", "<UNK>"];
    private readonly string[] _words;
    private readonly Dictionary<string, int> _numbers;

    private Vocabulary(IEnumerable<string> words)
    {
        _words = [.. Reserved, .. words];
        _numbers = _words.Select((word, number) => (word, number)).ToDictionary(pair => pair.word, pair => pair.number, StringComparer.Ordinal);
    }

    public int Count => _words.Length;

    /// <summary>All words by number, the reserved ones included.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>Counts words in training texts; no other text may take part.</summary>
    /// <param name="texts">Training texts.</param>
    /// <param name="minimumCount">Rarer words become unknown.</param>
    public static Vocabulary Build(IEnumerable<IEnumerable<string>> texts, int minimumCount = 1) =>
        Build(texts.SelectMany(text => text).CountBy(word => word, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, (long)pair.Value)), minimumCount);

    /// <summary>Takes words with their counts in training texts.</summary>
    /// <param name="counts">Each word once.</param>
    /// <param name="minimumCount">Rarer words become unknown.</param>
    public static Vocabulary Build(IEnumerable<KeyValuePair<string, long>> counts, int minimumCount = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minimumCount);
        return new Vocabulary(counts
            .Where(pair => pair.Value >= minimumCount && !Reserved.Contains(pair.Key))
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Key));
    }

    /// <summary>The number of a word, <see cref="Unknown"/> where it has none. Text cannot spell a reserved word.</summary>
    public int this[string word] => _numbers.TryGetValue(word, out var number) && number >= Reserved.Length ? number : Unknown;

    /// <summary>Numbers the first <paramref name="maxLength"/> words, between <see cref="Start"/> and <see cref="End"/> if asked for, which do not count.</summary>
    public long[] Encode(IReadOnlyList<string> words, int maxLength = int.MaxValue, bool wrap = false)
    {
        var numbers = words.Take(maxLength).Select(word => (long)this[word]);
        return wrap ? [Start, .. numbers, End] : [.. numbers];
    }

    /// <summary>The words of numbers, up to the first <see cref="End"/>; padding and start marks are left out.</summary>
    public IReadOnlyList<string> Decode(IEnumerable<long> numbers) =>
        [.. numbers.TakeWhile(number => number != End).Where(number => number is not (Pad or Start)).Select(number => _words[number])];

    /// <summary>Writes a text file, one word on each line, so that the word numbered n stands in line n + 1; the reserved words are the first four.</summary>
    /// <exception cref="ArgumentException">A word is empty or holds a line break.</exception>
    public void Save(string path)
    {
        if (Array.Find(_words, word => word.Length == 0 || word.AsSpan().IndexOfAny('\r', '\n') >= 0) is { } word)
            throw new ArgumentException($"Expected words that fit on a line, found '{word}'.", nameof(path));
        AtomicFile.WriteText(path, string.Join('\n', _words) + "\n");
    }

    /// <summary>Reads a file that <see cref="Save"/> wrote.</summary>
    public static Vocabulary Load(string path)
    {
        var words = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in TextLines.Read(path))
        {
            words.Add(word);
            if (words.Count <= Reserved.Length && word != Reserved[words.Count - 1])
                throw new DataFormatException(path, words.Count, $"expected '{Reserved[words.Count - 1]}', found '{word}'");
            if (word.Length == 0 || !seen.Add(word))
                throw new DataFormatException(path, words.Count, $"expected a word that no line above holds, found '{word}'");
        }

        return words.Count >= Reserved.Length
            ? new Vocabulary(words.Skip(Reserved.Length))
            : throw new DataFormatException(path, words.Count + 1, $"expected '{Reserved[words.Count]}', found the end of the file");
    }

    /// <summary>Writes the words without the reserved ones, which are the same everywhere.</summary>
    public string ToJson() => new JsonObject { ["words"] = new JsonArray([.. _words.Skip(Reserved.Length).Select(word => (JsonNode)word)]) }.ToJsonString();

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">Where it was read, for messages.</param>
    public static Vocabulary FromJson(string json, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("words", out var list) || list.ValueKind != JsonValueKind.Array)
                throw new DataFormatException(file, null, "expected an object with a list 'words', found something else");
            var seen = new HashSet<string>(Reserved, StringComparer.Ordinal);
            var words = new List<string>();
            foreach (var item in list.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.String)
                    throw new DataFormatException(file, null, $"expected each word to be text, found {item.GetRawText()}");
                words.Add(item.GetString()!);
                if (!seen.Add(words[^1]))
                    throw new DataFormatException(file, null, $"expected each word once and none of the reserved ones, found '{words[^1]}'");
            }

            return new Vocabulary(words);
        }
        // Half a surrogate pair, written as an escape, is JSON and no text.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new DataFormatException(file, (error as JsonException)?.LineNumber + 1, $"expected JSON, found: {error.Message}");
        }
    }
}
