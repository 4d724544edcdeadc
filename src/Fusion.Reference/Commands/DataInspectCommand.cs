using System.CommandLine;
using System.Text.Json.Nodes;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.How2;

namespace Fusion.Reference.Commands;

/// <summary><c>data inspect</c>: one array of a file, or the names of all.</summary>
internal static class DataInspectCommand
{
    private const int PreviewValues = 16;
    private const int SniffedBytes = 1024;
    private const string Known = ".npy, .npz, .wav, .safetensors, HDF5 or Kaldi (.ark, .scp) file";

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = $"A {Known}.", CustomParser = OptionValue.File };
        var key = new Option<string?>("--key") { Description = "Which array, where the file holds several." };
        var command = new Command("inspect", "Print format, shape, dtype and the first values of an array.") { file, key };
        command.SetAction(result => DataCommand.Print(result, Inspect(result.GetRequiredValue(file), result.GetValue(key))));
        return command;
    }

    private static JsonObject Inspect(string path, string? key) => FormatOf(path) switch
    {
        "npy" => key is null ? Describe("npy", null, NpyFile.Read(path)) : throw OnlyOne(path, ".npy"),
        "npz" => InspectNpz(path, key),
        "wav" => key is null ? InspectWav(path) : throw OnlyOne(path, ".wav"),
        "hdf5" => InspectHdf5(path, key),
        "ark" => InspectArk(path, key),
        "scp" => InspectScp(path, key),
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

    private static JsonObject InspectHdf5(string path, string? key)
    {
        using var file = Hdf5File.Open(path);
        return (key ?? Single(file.Keys)) is { } only ? Describe("hdf5", only, file.Read(only)) : List("hdf5", file.Keys);
    }

    private static JsonObject InspectArk(string path, string? key)
    {
        using var file = KaldiArk.Open(path);
        if (key is null && file.Entries().Take(2).Count() != 1)
            return List("ark", [.. file.Entries().Select(entry => entry.Key)]);
        foreach (var entry in file.Entries())
            if (key is null || entry.Key == key)
                return Describe("ark", entry.Key, file, entry.Offset, null);
        throw NoSuchKey(path, key);
    }

    private static JsonObject InspectScp(string path, string? key)
    {
        var entries = KaldiScp.Read(path, How2Archives.Of(path));
        if (key is null && entries.Count != 1)
            return List("scp", [.. entries.Select(entry => entry.Key)]);
        var index = key is null ? 0 : entries.FindIndex(entry => entry.Key == key);
        if (index < 0)
            throw NoSuchKey(path, key);
        using var file = KaldiArk.Open(entries[index].File);
        return Describe("scp", entries[index].Key, file, entries[index].Offset, entries[index].Range);
    }

    private static DataFormatException NoSuchKey(string path, string? key) => new(path, null, $"expected a key of the file, was asked for '{key}'");

    private static UserErrorException OnlyOne(string path, string suffix) => new($"--key is for files with several arrays; {path} is a {suffix} file, which holds one.");

    private static string? Single(IReadOnlyList<string> keys) => keys.Count == 1 ? keys[0] : null;

    // The content decides; a name may say anything. Lists and text archives have nothing but their name to be known by.
    private static string FormatOf(string path)
    {
        using var stream = DataFile.Open(path);
        Span<byte> start = stackalloc byte[SniffedBytes];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (start.StartsWith(NpyHeader.Magic))
            return "npy";
        // A local file, or the end record of an archive without any.
        if (start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8))
            return "npz";
        if (start.StartsWith("RIFF"u8))
            return "wav";
        if (start.StartsWith(Hdf5File.Magic))
            return "hdf5";
        if ((start.Length >= 9 && start[8] == '{') || Path.GetExtension(path) == ".safetensors")
            return "safetensors";
        if ((start.IndexOf(" \0B"u8) is > 0 and var mark && start[..mark].IndexOf((byte)0) < 0) || Path.GetExtension(path) == ".ark")
            return "ark";
        return Path.GetExtension(path) == ".scp" ? "scp"
            : throw new DataFormatException(path, null, $"expected a {Known}, found one that starts with the bytes {Convert.ToHexString(start[..Math.Min(start.Length, 9)])}");
    }

    private static JsonObject Describe(string format, string key, KaldiArk file, long offset, KaldiRange? range)
    {
        var content = file.Read(offset);
        var description = Describe(format, key, range?.Of(content) ?? content);
        description["encoding"] = file.Header(offset).Encoding;
        return description;
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
}
