using System.CommandLine;
using System.Text.Json.Nodes;
using Fusion.Reference.Commands;
using Fusion.Reference.Data;
using Fusion.Reference.Tests.Data.Formats;
using Fusion.Reference.Tests.Data.Iemocap;
using Xunit;

namespace Fusion.Reference.Tests.Commands;

public class DataCommandTests
{
    [Fact]
    public void Inspects_what_numpy_wrote_whatever_the_name()
    {
        using var folder = new TemporaryFolder();
        foreach (var golden in Golden.Formats["npy"]!.AsArray())
        {
            var output = Run("inspect", folder.Write("no-suffix", Golden.Bytes(golden!)));

            Assert.Equal("npy", (string)output["format"]!);
            Assert.Equal((string)golden!["dtype"]!, (string)output["dtype"]!);
            Assert.Equal(golden["shape"]!.ToJsonString(), output["shape"]!.ToJsonString());
            var expected = Golden.Flatten(golden["expected"]!).Take(16).ToArray();
            Assert.Equal(expected.Length, output["values"]!.AsArray().Count);
            Assert.All(expected.Zip(output["values"]!.AsArray()), pair => Assert.True(JsonNode.DeepEquals(pair.First, pair.Second), $"{pair.First} {pair.Second}"));
        }
    }

    [Theory]
    [InlineData("npz", "x", "<f4")]
    [InlineData("safetensors", "w", "F32")]
    public void Inspects_one_of_several_arrays_or_lists_them(string format, string key, string dtype)
    {
        using var folder = new TemporaryFolder();
        var golden = Golden.Formats[format] is JsonArray list ? list[0]! : Golden.Formats[format]!;
        var path = folder.Write("file", Golden.Bytes(golden));

        var keys = Run("inspect", path);
        var one = Run("inspect", path, "--key", key);

        Assert.Equal(format, (string)keys["format"]!);
        Assert.Equal(2, keys["keys"]!.AsArray().Count);
        Assert.Equal(key, (string)keys["keys"]![0]!);
        Assert.Equal((format, key, dtype), ((string)one["format"]!, (string)one["key"]!, (string)one["dtype"]!));
        Assert.Equal("[6,4]", one["shape"]!.ToJsonString());
        Assert.Equal(Golden.Numbers(golden[key]!).Take(16), Golden.Numbers(one["values"]!));
        Assert.Contains("'nothing'", Assert.Throws<DataFormatException>(() => Run("inspect", path, "--key", "nothing")).Message);
    }

    [Fact]
    public void Inspects_a_recording_by_frames()
    {
        using var folder = new TemporaryFolder();
        foreach (var golden in Golden.Formats["wav"]!.AsArray())
        {
            var path = folder.Write("no-suffix", Golden.Bytes(golden!));
            var (channels, frames) = ((int)golden!["channels"]!, golden["expected_ch0"]!.AsArray().Count);

            var output = Run("inspect", path);

            Assert.Equal(("wav", (int)golden["rate"]!), ((string)output["format"]!, (int)output["rate"]!));
            Assert.Equal($"[{frames},{channels}]", output["shape"]!.ToJsonString());
            Assert.StartsWith((string)output["dtype"]!, (string)golden["subtype"]!);
            var expected = Enumerable.Range(0, 16).Select(index => (double)golden[$"expected_ch{index % channels}"]![index / channels]!);
            Assert.All(expected.Zip(Golden.Numbers(output["values"]!)), pair => Assert.Equal(pair.First, pair.Second, (double)golden["tol"]!));
            Assert.Contains("--key", Assert.Throws<UserErrorException>(() => Run("inspect", path, "--key", "a")).Message);
        }
    }

    [Fact]
    public void Inspects_the_only_array_without_a_key()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("file", SafetensorsFileTests.Make("""{"only":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", [7, 8]));

        Assert.Equal("""{"format":"safetensors","key":"only","shape":[2],"dtype":"U8","values":[7,8]}""", Run("inspect", path).ToJsonString());
    }

    [Fact]
    public void Refuses_to_inspect_what_it_does_not_know()
    {
        using var folder = new TemporaryFolder();
        var npy = folder.Write("a.npy", NpyFileTests.File("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", 3));

        Assert.Contains("expected a .npy, .npz, .wav or .safetensors file, found one that starts with the bytes 68656C6C6F", Assert.Throws<DataFormatException>(() => Run("inspect", folder.Write("b.txt", "hello"))).Message);
        Assert.Contains("found none", Assert.Throws<DataFormatException>(() => Run("inspect", folder["none"])).Message);
        Assert.Contains("8 bytes of header length, found 0", Assert.Throws<DataFormatException>(() => Run("inspect", folder.Write("c.safetensors", ""))).Message);
        Assert.Contains("--key", Assert.Throws<UserErrorException>(() => Run("inspect", npy, "--key", "a")).Message);
    }

    [Fact]
    public void Synthesizes_what_it_checks()
    {
        using var folder = new TemporaryFolder();

        var written = Run("synthesize", "iemocap", "--out", folder["data"], "--seed", "9");
        var outer = Run("check", folder["data"]);
        var inner = Run("check", folder["data/iemocap"]);

        Assert.True(JsonNode.DeepEquals(written, outer));
        Assert.True(JsonNode.DeepEquals(written, inner));
        Assert.True((bool)written["synthetic"]!);
        Assert.Equal(600, (int)written["utterances"]!);
        Assert.Equal("""{"angry":150,"happy":150,"sad":150,"neutral":150}""", written["classes"]!.ToJsonString());
        Assert.Equal("""{"1":120,"2":120,"3":120,"4":120,"5":120}""", written["sessions"]!.ToJsonString());
        Assert.Contains("\"seed\": 9", File.ReadAllText(folder["data/iemocap/SYNTHETIC.json"]));
        Assert.Equal(("release", 50, 650), ((string)written["layout"]!, (int)written["dialogs"]!, (int)written["labelled"]!));
        Assert.Equal(650, (int)written["withAnyClass"]!);
        Assert.InRange((double)written["seconds"]!, 550, 650);
        Assert.Equal((150, 50, 0), ((int)written["emotions"]!["hap"]!, (int)written["emotions"]!["fru"]!, (int)written["emotions"]!["xxx"]!));
        Assert.Empty(written["problems"]!.AsArray());
        var labels = folder["data/iemocap/IEMOCAP_full_release/Session2/dialog/EmoEvaluation/Ses02M_impro02.txt"];
        File.AppendAllText(labels, "[torn");
        Assert.StartsWith($"{labels}:55: expected 4 cells", Assert.Throws<DataFormatException>(() => Run("check", folder["data"])).Message);
    }

    [Fact]
    public void Checks_a_prepared_folder_and_lists_what_a_release_lacks()
    {
        using var folder = new TemporaryFolder();
        SmallIemocap.Write(folder);
        SmallRelease.Write(folder["raw"]);
        File.Delete(SmallRelease.Recording(folder["raw"], 2, SmallRelease.Second));

        var prepared = Run("check", folder.Root);
        var release = Run("check", folder["raw"]);

        Assert.Equal(("prepared", 3), ((string)prepared["layout"]!, (int)prepared["utterances"]!));
        Assert.Equal(("release", 2, 3, 4), ((string)release["layout"]!, (int)release["utterances"]!, (int)release["withAnyClass"]!, (int)release["labelled"]!));
        Assert.Equal(1.5, (double)release["seconds"]!);
        Assert.Contains($"{SmallRelease.Second}.txt:1: expected Ses02M_script01_1_F000 in", (string)Assert.Single(release["problems"]!.AsArray())!);
        Assert.False((bool)release["synthetic"]!);
    }

    [Fact]
    public void Never_synthesizes_over_data_of_the_user()
    {
        using var folder = new TemporaryFolder();
        SmallRelease.Write(folder["iemocap"]);

        Assert.Contains("which was not generated here", Assert.Throws<UserErrorException>(() => Run("synthesize", "iemocap", "--out", folder.Root)).Message);
    }

    private static JsonObject Run(params string[] arguments)
    {
        using var output = new StringWriter();
        var parsed = DataCommand.Create().Parse(arguments);
        Assert.Empty(parsed.Errors);
        Assert.Equal(0, parsed.Invoke(new InvocationConfiguration { Output = output, EnableDefaultExceptionHandler = false }));
        return JsonNode.Parse(Assert.Single(output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)))!.AsObject();
    }
}
