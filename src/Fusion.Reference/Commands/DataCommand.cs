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
        var directory = new Argument<string>("dir") { Description = "An IEMOCAP folder, the release or prepared, or the folder that holds it as iemocap/." };
        var command = new Command("check", "Read a data folder and print what it holds and what is wrong with it.") { directory };
        command.SetAction(result => Print(result, Check(result.GetRequiredValue(directory))));
        return command;
    }

    private static Command Synthesize()
    {
        var output = new Option<string>("--out") { Description = "Data folder to write into, as --data reads it.", Required = true };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same data.", DefaultValueFactory = _ => new SyntheticIemocapOptions().Seed };
        var iemocap = new Command("iemocap", "Write an invented corpus as the IEMOCAP release is laid out, with recordings, to OUT/iemocap.") { output, seed };
        iemocap.SetAction(result =>
        {
            var directory = Path.Combine(result.GetRequiredValue(output), "iemocap");
            WriteRelease(directory, new SyntheticIemocapOptions { Seed = result.GetValue(seed) });
            Print(result, Check(directory));
        });
        return new Command("synthesize", "Generate data whose answer is known, in a data set's own formats.") { iemocap };
    }

    private static void WriteRelease(string directory, SyntheticIemocapOptions options)
    {
        try
        {
            SyntheticRelease.Write(directory, options);
        }
        catch (ArgumentException error)
        {
            throw new UserErrorException($"--out: {error.Message}", error);
        }
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
        var description = IemocapCorpus.FindRelease(folder) is { } release
            ? CheckRelease(folder, IemocapRelease.Read(release))
            : CheckPrepared(folder, IemocapCorpus.Load(folder));
        description["vectors"] = IemocapCorpus.LoadVectors(folder) is { } vectors ? new JsonObject { ["words"] = vectors.Count, ["dimension"] = vectors.Dimension } : null;
        return description;
    }

    private static JsonObject CheckPrepared(string folder, IemocapCorpus corpus) =>
        Describe(folder, "prepared", [.. corpus.Utterances.Select(utterance => (utterance.Session, utterance.Label))]);

    // The audio itself is read when it is measured; here the headers say how long it is.
    private static JsonObject CheckRelease(string folder, IemocapRelease release)
    {
        ReleaseUtterance[] usable = [.. release.Utterances.Where(utterance => utterance.Usable)];
        var description = Describe(folder, "release", [.. usable.Where(utterance => utterance.Label >= 0).Select(utterance => (utterance.Session, utterance.Label))]);
        description["withAnyClass"] = usable.Length;
        description["seconds"] = Math.Round(usable.Sum(utterance => utterance.End - utterance.Start), 1);
        description["dialogs"] = usable.Select(utterance => utterance.Dialog).Distinct().Count();
        description["labelled"] = release.Utterances.Count;
        description["emotions"] = Counts(IemocapEmotions.All.Select(emotion => (emotion, release.Utterances.Count(utterance => utterance.Emotion == emotion))));
        description["problems"] = new JsonArray([.. release.Problems.Select(problem => (JsonNode)problem)]);
        return description;
    }

    private static JsonObject Describe(string folder, string layout, (int Session, int Label)[] utterances) => new()
    {
        ["dataset"] = "iemocap",
        ["directory"] = folder,
        ["layout"] = layout,
        ["synthetic"] = IemocapCorpus.IsSynthetic(folder),
        ["utterances"] = utterances.Length,
        ["classes"] = Counts(utterances.CountBy(utterance => utterance.Label).OrderBy(pair => pair.Key).Select(pair => (ClassScheme.Standard4.Names[pair.Key], pair.Value))),
        ["sessions"] = Counts(utterances.CountBy(utterance => utterance.Session).OrderBy(pair => pair.Key).Select(pair => ($"{pair.Key}", pair.Value))),
    };

    private static JsonObject Counts(IEnumerable<(string Name, int Count)> counts)
    {
        var node = new JsonObject();
        foreach (var (name, count) in counts)
            node[name] = count;
        return node;
    }

    private static void Print(ParseResult result, JsonObject content) => result.InvocationConfiguration.Output.WriteLine(content.ToJsonString(Readable));
}
