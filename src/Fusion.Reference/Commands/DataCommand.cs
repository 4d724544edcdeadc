using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Data.Synthetic;

namespace Fusion.Reference.Commands;

/// <summary><c>data</c>: looks into data files, checks data folders and generates synthetic ones. Each prints one JSON object.</summary>
internal static class DataCommand
{
    private const int PreviewValues = 16;

    // One line, and letters as themselves: the output is a terminal or a pipe, never a web page.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create() => new("data", "Look into data files, check data folders, generate synthetic data.") { Inspect(), Check(), Synthesize() };

    private static Command Inspect()
    {
        var file = new Argument<string>("file") { Description = "A .npy, .npz, .wav or .safetensors file." };
        var key = new Option<string?>("--key") { Description = "Which array, where the file holds several." };
        var command = new Command("inspect", "Print format, shape, dtype and the first values of an array.") { file, key };
        command.SetAction(result => Print(result, Inspect(result.GetRequiredValue(file), result.GetValue(key))));
        return command;
    }

    private static Command Check()
    {
        var directory = new Argument<string>("dir") { Description = "A prepared IEMOCAP folder, or the folder that holds it as iemocap/." };
        var command = new Command("check", "Read a data folder whole and print what it holds.") { directory };
        command.SetAction(result => Print(result, Check(result.GetRequiredValue(directory))));
        return command;
    }

    private static Command Synthesize()
    {
        var output = new Option<string>("--out") { Description = "Data folder to write into, as --data reads it.", Required = true };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same data.", DefaultValueFactory = _ => new SyntheticIemocapOptions().Seed };
        var iemocap = new Command("iemocap", "Write an invented corpus in IEMOCAP's layout to OUT/iemocap.") { output, seed };
        iemocap.SetAction(result =>
        {
            var directory = Path.Combine(result.GetRequiredValue(output), "iemocap");
            SyntheticIemocap.Write(directory, new SyntheticIemocapOptions { Seed = result.GetValue(seed) });
            Print(result, Check(directory));
        });
        return new Command("synthesize", "Generate data whose answer is known, in a data set's own formats.") { iemocap };
    }

    private static JsonObject Inspect(string path, string? key) => FormatOf(path) switch
    {
        "npy" => key is null
            ? Describe("npy", null, NpyFile.Read(path))
            : throw new UserErrorException($"--key is for files with several arrays; {path} is a .npy file, which holds one."),
        "npz" => InspectNpz(path, key),
        "wav" => key is null ? InspectWav(path) : throw new UserErrorException($"--key is for files with several arrays; {path} is a .wav file, which holds one."),
        _ => SafetensorsFile.Open(path) is var file && (key ?? Single(file.Keys)) is { } only
            ? Describe("safetensors", only, file.Read(only))
            : List("safetensors", file.Keys),
    };

    private static JsonObject InspectNpz(string path, string? key)
    {
        using var file = NpzFile.Open(path);
        return (key ?? Single(file.Keys)) is { } only ? Describe("npz", only, file.Read(only)) : List("npz", file.Keys);
    }

    private static JsonObject InspectWav(string path)
    {
        var content = WavFile.Read(path);
        var description = Describe("wav", null, content.ToArray());
        description["rate"] = content.Header.Rate;
        return description;
    }

    private static string? Single(IReadOnlyList<string> keys) => keys.Count == 1 ? keys[0] : null;

    // The content decides; a name may say anything.
    private static string FormatOf(string path)
    {
        using var stream = DataFile.Open(path);
        Span<byte> start = stackalloc byte[9];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (start.StartsWith(NpyHeader.Magic))
            return "npy";
        // A local file, or the end record of an archive without any.
        if (start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8))
            return "npz";
        if (start.StartsWith("RIFF"u8))
            return "wav";
        return (start.Length == 9 && start[8] == '{') || Path.GetExtension(path) == ".safetensors"
            ? "safetensors"
            : throw new DataFormatException(path, null, $"expected a .npy, .npz, .wav or .safetensors file, found one that starts with the bytes {Convert.ToHexString(start)}");
    }

    private static JsonObject Describe(string format, string? key, ArrayContent content)
    {
        var description = new JsonObject { ["format"] = format };
        if (key is not null)
            description["key"] = key;
        description["shape"] = new JsonArray([.. content.Shape.Select(size => (JsonNode)size)]);
        description["dtype"] = content.Dtype;
        description["values"] = content.Preview(PreviewValues);
        return description;
    }

    private static JsonObject List(string format, IReadOnlyList<string> keys) =>
        new() { ["format"] = format, ["keys"] = new JsonArray([.. keys.Select(key => (JsonNode)key)]) };

    private static JsonObject Check(string directory)
    {
        var folder = Path.Combine(directory, "iemocap") is var inner && Directory.Exists(inner) ? inner : directory;
        var corpus = IemocapCorpus.Load(folder);
        return new JsonObject
        {
            ["dataset"] = "iemocap",
            ["directory"] = folder,
            ["synthetic"] = corpus.Synthetic,
            ["utterances"] = corpus.Utterances.Count,
            ["classes"] = Counts(corpus.Utterances.CountBy(utterance => utterance.Label).OrderBy(pair => pair.Key).Select(pair => (IemocapCorpus.ClassNames[pair.Key], pair.Value))),
            ["sessions"] = Counts(corpus.Utterances.CountBy(utterance => utterance.Session).OrderBy(pair => pair.Key).Select(pair => ($"{pair.Key}", pair.Value))),
            ["vectors"] = corpus.Vectors is { } vectors ? new JsonObject { ["words"] = vectors.Count, ["dimension"] = vectors.Dimension } : null,
        };
    }

    private static JsonObject Counts(IEnumerable<(string Name, int Count)> counts)
    {
        var node = new JsonObject();
        foreach (var (name, count) in counts)
            node[name] = count;
        return node;
    }

    private static void Print(ParseResult result, JsonObject content) => result.InvocationConfiguration.Output.WriteLine(content.ToJsonString(Readable));
}
