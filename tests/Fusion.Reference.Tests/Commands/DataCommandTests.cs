using System.CommandLine;
using System.Text.Json.Nodes;
using Fusion.Reference.Commands;
using Fusion.Reference.Data;
using Fusion.Reference.Tests.Data.Download;
using Fusion.Reference.Tests.Data.Formats;
using Fusion.Reference.Tests.Data.How2;
using Fusion.Reference.Tests.Data.Iemocap;
using Fusion.Reference.Tests.Experiments;
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
    public void Inspects_archives_by_key_or_by_list()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("no-suffix", [.. Ark.Matrix("a", 1, 2, 1, 2), .. Ark.Compressed("b", "CM3", 0, 255, 2, 1, 7, 8)]);
        folder.Write("two.scp", "a no-suffix:2\nb no-suffix:27[1:1]\n");
        folder.Write("one.scp", "a no-suffix:2\n");
        folder.Write("text.ark", "t  [ 1 2 ]\n");

        Assert.Equal("""{"format":"ark","keys":["a","b"]}""", Run("inspect", path).ToJsonString());
        Assert.Equal("""{"format":"ark","key":"b","shape":[2,1],"dtype":"float32","values":[7,8],"encoding":"CM3"}""", Run("inspect", path, "--key", "b").ToJsonString());
        Assert.Equal("""{"format":"scp","keys":["a","b"]}""", Run("inspect", folder["two.scp"]).ToJsonString());
        Assert.Equal("""{"format":"scp","key":"b","shape":[1,1],"dtype":"float32","values":[8],"encoding":"CM3"}""", Run("inspect", folder["two.scp"], "--key", "b").ToJsonString());
        Assert.Equal("""{"format":"scp","key":"a","shape":[1,2],"dtype":"float32","values":[1,2],"encoding":"FM"}""", Run("inspect", folder["one.scp"]).ToJsonString());
        Assert.Equal("""{"format":"ark","key":"t","shape":[2],"dtype":"float32","values":[1,2],"encoding":"text"}""", Run("inspect", folder["text.ark"]).ToJsonString());
        Assert.Contains("'nothing'", Assert.Throws<DataFormatException>(() => Run("inspect", path, "--key", "nothing")).Message);
        Assert.Contains("'nothing'", Assert.Throws<DataFormatException>(() => Run("inspect", folder["two.scp"], "--key", "nothing")).Message);
    }

    [Fact]
    public void Inspects_the_lists_of_how2_with_their_placeholder()
    {
        using var folder = new TemporaryFolder();
        SmallHow2.Write(folder);

        Assert.Equal($$"""{"format":"scp","key":"{{SmallHow2.Id(1, 0)}}","shape":[1,2],"dtype":"float32","values":[10,10],"encoding":"FM"}""", Run("inspect", folder["data/val/feats.scp"], "--key", SmallHow2.Id(1, 0)).ToJsonString());
        Assert.Equal("[2,3]", Run("inspect", folder["data/val/cmvn.scp"])["shape"]!.ToJsonString());
    }

    [Fact]
    public void Inspects_hdf5_by_key()
    {
        using var folder = new TemporaryFolder();
        new PureHDF.H5File { ["x"] = new float[,] { { 1, 2 } }, ["g"] = new PureHDF.H5Group { ["y"] = new byte[] { 3 } } }.Write(folder["no-suffix"]);

        Assert.Equal(["g/y", "x"], Run("inspect", folder["no-suffix"])["keys"]!.AsArray().Select(key => (string)key!).Order(StringComparer.Ordinal));
        Assert.Equal("""{"format":"hdf5","key":"g/y","shape":[1],"dtype":"uint8","values":[3]}""", Run("inspect", folder["no-suffix"], "--key", "g/y").ToJsonString());
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

        Assert.Contains("expected a .npy, .npz, .wav, .safetensors, HDF5 or Kaldi (.ark, .scp) file, found one that starts with the bytes 68656C6C6F", Assert.Throws<DataFormatException>(() => Run("inspect", folder.Write("b.txt", "hello"))).Message);
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

    [Fact]
    public void Synthesizes_and_checks_mosi_alone_and_beside_iemocap()
    {
        using var folder = new TemporaryFolder();

        var written = Run("synthesize", "mosi", "--out", folder["data"]);

        Assert.True(JsonNode.DeepEquals(written, Run("check", folder["data"])));
        Assert.True(JsonNode.DeepEquals(written, Run("check", folder["data/mosi"])));
        Assert.Equal(("mosi", true, 960, 60), ((string)written["dataset"]!, (bool)written["synthetic"]!, (int)written["utterances"]!, (int)written["videos"]!));
        Assert.Equal("""{"negative":480,"positive":480}""", written["classes"]!.ToJsonString());
        Assert.Equal("""{"train":480,"validation":160,"test":320}""", written["parts"]!.ToJsonString());
        SmallCorpus.Write(folder["data/iemocap"]);
        Assert.Equal(["iemocap", "mosi"], Lines("check", folder["data"]).Select(line => (string)JsonNode.Parse(line)!["dataset"]!));
        File.Delete(folder["data/mosi/SYNTHETIC.json"]);
        Assert.Contains("not generated here", Assert.Throws<UserErrorException>(() => Run("synthesize", "mosi", "--out", folder["data"])).Message);
    }

    [Theory]
    [InlineData("multi30k", """{"train":1280,"val":128,"test_2016_flickr":256}""", """{"lines":1280,"kind":"vector","width":2048,"synthetic":true}""", "image")]
    [InlineData("how2", """{"train":1280,"val":128,"dev5":256}""", """{"lines":1280,"kind":"frames","width":43,"synthetic":true}""", "speech")]
    public void Synthesizes_and_checks_corpora_for_translation(string dataset, string lines, string channel, string name)
    {
        using var folder = new TemporaryFolder();

        var written = Run("synthesize", dataset, "--out", folder["data"], "--seed", "3");

        Assert.True(JsonNode.DeepEquals(written, Run("check", folder["data"])));
        Assert.True(JsonNode.DeepEquals(written, Run("check", folder[$"data/{dataset}"])));
        Assert.Equal((dataset, true, "en"), ((string)written["dataset"]!, (bool)written["synthetic"]!, (string)written["source"]!));
        Assert.Equal(lines, new JsonObject(written["splits"]!.AsObject().Select(split => KeyValuePair.Create(split.Key, split.Value!["lines"]?.DeepClone()))).ToJsonString());
        Assert.Equal(channel, written["splits"]!["train"]!["channels"]![name]!.ToJsonString());
        Assert.Contains("\"seed\": 3", File.ReadAllText(folder[$"data/{dataset}/SYNTHETIC.json"]));
        File.Delete(folder[$"data/{dataset}/SYNTHETIC.json"]);
        Assert.Contains("not generated here", Assert.Throws<UserErrorException>(() => Run("synthesize", dataset, "--out", folder["data"])).Message);
    }

    [Fact]
    public void Says_where_a_folder_holds_no_data_set()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal($"{folder.Root}: expected the folder of a data set (iemocap, mosi, multi30k, how2, mboshi), or one that holds some by these names, found neither", Assert.Throws<DataFormatException>(() => Run("check", folder.Root)).Message);
    }

    [Fact]
    public void Checks_the_prepared_real_corpora()
    {
        var multi30k = Run("check", SharedData.Find("data/multi30k"));
        var mboshi = Run("check", SharedData.Find("data/mboshi"));

        Assert.Equal("""{"lines":7478,"kind":"vector","width":1280,"synthetic":false}""", Sum(multi30k["subset"]!, "image"));
        Assert.Equal("""{"lines":5130,"kind":"frames","width":43,"synthetic":false}""", Sum(mboshi["splits"]!, "speech"));

        static string Sum(JsonNode splits, string channel)
        {
            var first = splits["train"]!["channels"]![channel]!.DeepClone();
            first["lines"] = splits.AsObject().Sum(split => (int)split.Value!["channels"]![channel]!["lines"]!);
            return first.ToJsonString();
        }
    }

    [Fact]
    public void Downloads_from_the_address_given_and_says_what_is_not_there()
    {
        using var folder = new TemporaryFolder();
        using var server = new FileServer { ["raw/train.en.gz"] = new byte[568929] };

        Assert.Contains($"{server.Address}/raw/train.en.gz: expected a file with SHA-256", Assert.Throws<UserErrorException>(() => Run("download", "multi30k", "--out", folder.Root, "--base-url", server.Address + "/")).Message);
        Assert.Contains($"{server.Address}/data/raw/train.en.gz: expected a file, found: 404", Assert.Throws<UserErrorException>(() => Run("download", "multi30k", "--out", folder.Root, "--base-url", $"{server.Address}/data")).Message);
        Assert.Contains("--base-url", Assert.Throws<UserErrorException>(() => Run("download", "multi30k", "--out", folder.Root, "--base-url", "ftp://x/")).Message);
        Assert.Equal([("raw/train.en.gz", null), ("data/raw/train.en.gz", null)], server.Requests);
    }

    private static JsonObject Run(params string[] arguments) => JsonNode.Parse(Assert.Single(Lines(arguments)))!.AsObject();

    private static string[] Lines(params string[] arguments)
    {
        using var output = new StringWriter();
        var parsed = DataCommand.Create().Parse(arguments);
        Assert.Empty(parsed.Errors);
        Assert.Equal(0, parsed.Invoke(new InvocationConfiguration { Output = output, EnableDefaultExceptionHandler = false }));
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
