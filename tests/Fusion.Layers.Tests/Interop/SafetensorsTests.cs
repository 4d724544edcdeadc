using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using FsCheck.Xunit;
using Fusion.Layers.Interop;
using Fusion.Layers.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Interop;

/// <summary>The safetensors format both ways, and files that are broken or hostile.</summary>
public sealed class SafetensorsTests
{
    private const string Good = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}""";

    public static TheoryData<ScalarType> Dtypes =>
    [
        ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int64,
        ScalarType.Int32, ScalarType.Int16, ScalarType.Int8, ScalarType.Byte, ScalarType.Bool,
    ];

    /// <summary>A header, the bytes of data behind it, and what the message must say.</summary>
    public static TheoryData<string, int, string> BrokenHeaders => new()
    {
        { "", 0, "not JSON" },
        { "{", 0, "not JSON" },
        { "[]", 0, "expected a JSON object as header, found Array" },
        { "not json", 0, "not JSON" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", 8, "not JSON" },
        { """{"a":3}""", 0, "expected an object for tensor 'a'" },
        { """{"a":{"shape":[2],"data_offsets":[0,8]}}""", 8, "expected a known dtype for tensor 'a', found none" },
        { """{"a":{"dtype":"F4","shape":[2],"data_offsets":[0,8]}}""", 8, "found F4" },
        { """{"a":{"dtype":"U16","shape":[1],"data_offsets":[0,2]}}""", 2, "expected a known dtype for tensor 'a', found U16" },
        { """{"a":{"dtype":7,"shape":[2],"data_offsets":[0,8]}}""", 8, "found none" },
        { """{"a":{"dtype":"F32","data_offsets":[0,8]}}""", 8, "expected an array 'shape' for tensor 'a'" },
        { """{"a":{"dtype":"F32","shape":[2]}}""", 8, "expected an array 'data_offsets' for tensor 'a'" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}""", 8, "expected two ascending data_offsets" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "expected two ascending data_offsets" },
        { """{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "found -2" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "found -8" },
        { """{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,10]}}""", 10, "found 2.5" },
        { """{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", 8, "whole numbers" },
        { """{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}""", 8, "whole numbers" },
        { """{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "expected a shape that a tensor can have for 'a', found (4294967296, 4294967296)" },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "expected 12 bytes for tensor 'a' of shape (3) and dtype F32, found 8" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "expected 8 bytes of data, found 7" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "expected 8 bytes of data, found 9" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "without gap or overlap" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "without gap or overlap" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "without gap or overlap" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "without gap or overlap" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'a' twice" },
        { """{"a":{"dtype":"F32","shape":[0,9223372036854775807],"data_offsets":[0,0]}}""", 0, "expected a shape that a tensor can have for 'a'" },
        { """{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "not JSON" },
        { """{"a":{"dtype":"\ud800","shape":[1],"data_offsets":[0,4]}}""", 4, "not JSON" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} {}""", 4, "not JSON" },
    };

    [Theory]
    [MemberData(nameof(Dtypes))]
    public void EveryDtypeComesBackToTheBit(ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var tensors = new Dictionary<string, Tensor>
        {
            ["matrix"] = randint(0, 2, [3, 5]).to_type(dtype),
            ["scalar"] = ones([], dtype: dtype),
            ["empty"] = zeros([0, 4], dtype: dtype),
            ["transposed"] = randint(0, 100, [4, 3]).to_type(dtype).t(),
            ["ünï.cödé \"quoted\""] = ones(2, dtype: dtype),
        };
        if (dtype is ScalarType.Float32 or ScalarType.BFloat16)
            tensors["special"] = tensor(new[] { float.NaN, float.PositiveInfinity, -0f, float.Epsilon }).to_type(dtype);

        Safetensors.save(tensors, folder.File("t.safetensors"));
        var loaded = Safetensors.load(folder.File("t.safetensors"));
        Assert.Equal(tensors.Keys.Order(StringComparer.Ordinal), loaded.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, tensor) in tensors)
        {
            Assert.Equal((tensor.dtype, string.Join(',', tensor.shape)), (loaded[name].dtype, string.Join(',', loaded[name].shape)));
            Assert.Equal(TensorAssert.Bits(tensor), TensorAssert.Bits(loaded[name]));
        }
    }

    [Fact]
    public void AFileWithoutTensorsIsAFile()
    {
        using var folder = new TemporaryFolder();
        Safetensors.save(new Dictionary<string, Tensor>(), folder.File("t.safetensors"));
        Assert.Empty(Safetensors.load(folder.File("t.safetensors")));
    }

    [Fact]
    public void TheLayoutIsTheFormats()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        Safetensors.save(new Dictionary<string, Tensor> { ["b"] = tensor(new[] { 1f, 2f }), ["a"] = tensor(new[] { (byte)7 }) }, folder.File("t.safetensors"));
        var bytes = File.ReadAllBytes(folder.File("t.safetensors"));
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal(
            """{"__metadata__":{"format":"pt"},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"F32","shape":[2],"data_offsets":[1,9]}}""",
            Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' '));
        Assert.Equal([7, 0, 0, 128, 63, 0, 0, 0, 64], bytes[(8 + length)..]);
    }

    [Fact]
    public void AHandWrittenFileIsRead()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        Write(folder.File("t"), Good + "   ", [0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64]);
        var loaded = Safetensors.load(folder.File("t"));
        Assert.Equal([1, 2], TensorAssert.Numbers(loaded["a"]));
        Assert.Equal([3], TensorAssert.Numbers(loaded["b"]));
        Assert.Empty(loaded["b"].shape);
    }

    [Theory]
    [MemberData(nameof(BrokenHeaders))]
    public void ABrokenHeaderIsRefusedInWords(string header, int data, string message)
    {
        using var folder = new TemporaryFolder();
        Write(folder.File("t"), header, new byte[data]);
        RequireRefused(folder.File("t"), message);
    }

    [Theory]
    [InlineData(new byte[0], "expected 8 bytes of header length, found 0")]
    [InlineData(new byte[] { 1, 0, 0 }, "expected 8 bytes of header length, found 3")]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0, 0, 123 }, "expected a header of at most 1 bytes, found 2")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 123, 125 }, "found 18446744073709551615")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 127, 123, 125 }, "found 9223372036854775807")]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, 123, 255, 125 }, "not JSON")]
    public void ABrokenLengthOrTextIsRefusedInWords(byte[] content, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("t"), content);
        RequireRefused(folder.File("t"), message);
    }

    [Fact]
    public void NamesThatAreNotTextAreRefusedInWords()
    {
        using var folder = new TemporaryFolder();
        byte[] header = [.. "{\""u8, 0xff, 0xfe, .. "\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}"u8];
        var content = new byte[8 + header.Length + 4];
        BinaryPrimitives.WriteUInt64LittleEndian(content, (ulong)header.Length);
        header.CopyTo(content, 8);
        File.WriteAllBytes(folder.File("t"), content);
        RequireRefused(folder.File("t"), "not JSON");
    }

    [Property(MaxTest = 200)]
    public void AFileCutOrFlippedAnywhereGivesItsErrorOrTensorsButNothingElse(int position, byte flip)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        Write(folder.File("t"), Good, new byte[12]);
        var content = File.ReadAllBytes(folder.File("t"));
        var at = (int)((uint)position % content.Length);
        File.WriteAllBytes(folder.File("cut"), content[..at]);
        RequireRefused(folder.File("cut"), "expected");

        content[at] ^= flip;
        File.WriteAllBytes(folder.File("flipped"), content);
        try
        {
            Assert.Equal(2, Safetensors.load(folder.File("flipped")).Count);
        }
        catch (InvalidDataException exception)
        {
            Assert.Contains("flipped", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WhatDoesNotFitIsListedAndNothingIsCopied()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var module = nn.Linear(3, 2);
        var before = ModuleState.Copy(module);
        void Refuses(string message, Dictionary<string, Tensor> tensors, bool strict = true)
        {
            Safetensors.save(tensors, folder.File("t"));
            Assert.Contains(message, Assert.Throws<InvalidDataException>(() => module.load_safetensors(folder.File("t"), strict)).Message, StringComparison.Ordinal);
            ModuleState.Same(before, module.state_dict());
        }

        Refuses("expected the module's 2 tensors; 1 missing [bias], 1 unexpected [extra].", new() { ["weight"] = ones(2, 3), ["extra"] = ones(1) });
        Refuses("expected shape (2) for 'bias', found (1)", new() { ["weight"] = ones(2, 3), ["bias"] = ones(1) });
        Refuses("expected shape (2, 3) for 'weight', found (1, 3)", new() { ["bias"] = ones(2), ["weight"] = ones(1, 3) });
        Refuses("expected dtype Float32 for 'weight', found Int64", new() { ["bias"] = ones(2), ["weight"] = ones(2, 3, dtype: ScalarType.Int64) });
        Refuses("expected shape (2, 3) for 'weight'", new() { ["bias"] = ones(2), ["weight"] = ones(3, 2) }, strict: false);

        Safetensors.save(new Dictionary<string, Tensor> { ["weight"] = ones(2, 3), ["extra"] = ones(1) }, folder.File("t"));
        var names = module.load_safetensors(folder.File("t"), strict: false);
        Assert.Equal(["bias"], names.Missing);
        Assert.Equal(["extra"], names.Unexpected);
        TensorAssert.Same(ones(2, 3), module.state_dict()["weight"], "weight");
        TensorAssert.Same(before["bias"], module.state_dict()["bias"], "bias");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatFitsLeavesNothingOut(bool strict)
    {
        using var folder = new TemporaryFolder();
        using var module = nn.Linear(3, 2);
        module.save_safetensors(folder.File("t"));
        var names = Safetensors.load(module, folder.File("t"), strict);
        Assert.Empty(names.Missing);
        Assert.Empty(names.Unexpected);
    }

    /// <summary>A file whose names all carry a prefix would otherwise load nothing, without a word.</summary>
    [Fact]
    public void AFileOfOtherNamesIsRefusedEvenWhereNotStrict()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var module = nn.Linear(3, 2);
        Safetensors.save(module.state_dict().ToDictionary(pair => "module." + pair.Key, pair => pair.Value), folder.File("t"));
        var message = Assert.Throws<InvalidDataException>(() => module.load_safetensors(folder.File("t"), strict: false)).Message;
        Assert.Equal($"{folder.File("t")}: expected at least one of the module's 2 tensors [weight, bias], found 2 others [module.bias, module.weight].", message);

        Safetensors.save(new Dictionary<string, Tensor>(), folder.File("t"));
        Assert.Equal(["weight", "bias"], module.load_safetensors(folder.File("t"), strict: false).Missing);
    }

    [Fact]
    public void LongListsOfNamesAreCounted()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var module = nn.Linear(3, 2);
        Safetensors.save(Enumerable.Range(0, 60).ToDictionary(i => $"layer.{i:00}", _ => ones(1)), folder.File("t"));
        Assert.EndsWith(
            ": expected the module's 2 tensors; 2 missing [weight, bias], 60 unexpected [layer.00, layer.01, layer.02, layer.03, ...].",
            Assert.Throws<InvalidDataException>(() => module.load_safetensors(folder.File("t"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesOfOtherFormatsAreNamed()
    {
        using var folder = new TemporaryFolder();
        using (var zip = ZipFile.Open(folder.File("model.pt"), ZipArchiveMode.Create))
            zip.CreateEntry("archive/data.pkl");
        RequireRefused(folder.File("model.pt"), "expected a safetensors file, found a zip archive, as PyTorch's .pt files are: https://github.com/fusion-layers/fusion-layers/blob/main/docs/interop.md says how to convert one.");

        using var module = nn.Linear(3, 2);
        module.save(folder.File("model.dat"));
        RequireRefused(folder.File("model.dat"), "this is not a safetensors file (Module.load reads what Module.save wrote).");
    }

    [Fact]
    public void AFolderThatIsMissingIsNamedByItsTarget()
    {
        using var folder = new TemporaryFolder();
        using var module = nn.Linear(3, 2);
        var path = folder.File(Path.Combine("missing", "t.safetensors"));
        Assert.Equal($"{path}: expected its folder to be there, found none.", Assert.Throws<DirectoryNotFoundException>(() => module.save_safetensors(path)).Message);
    }

    [Fact]
    public void LoadingConvertsFloatsAndKeepsParametersTrainable()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var module = nn.Linear(3, 2);
        Safetensors.save(new Dictionary<string, Tensor> { ["weight"] = full([2, 3], 0.5, dtype: ScalarType.Float64), ["bias"] = ones(2, dtype: ScalarType.BFloat16) }, folder.File("t"));
        Safetensors.load(module, folder.File("t"));
        TensorAssert.Same(full([2, 3], 0.5f), module.state_dict()["weight"], "weight");
        Assert.All(module.parameters(), parameter => Assert.True(parameter.requires_grad && parameter.is_leaf));
        module.call(ones(1, 3)).sum().backward();
        Assert.NotNull(module.weight!.grad);
    }

    [Fact]
    public void AFailedWriteKeepsTheOldFileAndLeavesNoOther()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var path = folder.File("t.safetensors");
        Safetensors.save(new Dictionary<string, Tensor> { ["a"] = ones(2) }, path);
        var old = File.ReadAllBytes(path);

        Assert.Throws<ArgumentException>(() => Safetensors.save(new Dictionary<string, Tensor> { ["__metadata__"] = ones(2) }, path));
        Assert.Throws<NotSupportedException>(() => Safetensors.save(new Dictionary<string, Tensor> { ["a"] = zeros(2, dtype: ScalarType.ComplexFloat32) }, path));
        // Meta tensors have no bytes to write: this one fails half way.
        Assert.ThrowsAny<Exception>(() => Safetensors.save(new Dictionary<string, Tensor> { ["a"] = ones(2), ["b"] = zeros(2, device: META) }, path));
        Assert.Equal(old, File.ReadAllBytes(path));
        Assert.Equal(["t.safetensors"], folder.Files);

        Safetensors.save(new Dictionary<string, Tensor> { ["a"] = zeros(3) }, path);
        Assert.Equal([3], Safetensors.load(path)["a"].shape);
        Assert.Equal(["t.safetensors"], folder.Files);
    }

    [Fact]
    public void TwoWritersOfOneFileDoNotDisturbEachOther()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("t.txt");

        AtomicFile.Write(path, stream =>
        {
            AtomicFile.WriteText(path, "inner");
            stream.Write("outer"u8);
        });

        Assert.Equal("outer", File.ReadAllText(path));
        Assert.Equal(["t.txt"], folder.Files);
    }

    [Fact]
    public void LoadingLeaksNothingWhetherItWorksOrNot()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var module = nn.Linear(3, 2);
        module.save_safetensors(folder.File("t"));
        Safetensors.save(new Dictionary<string, Tensor> { ["weight"] = ones(2, 3), ["bias"] = ones(1) }, folder.File("bad"));
        LiveTensors.StayFlat(20, () =>
        {
            module.load_safetensors(folder.File("t"));
            module.save_safetensors(folder.File("t"));
            Assert.Throws<InvalidDataException>(() => module.load_safetensors(folder.File("bad")));
        });
    }

    private static void RequireRefused(string path, string message)
    {
        var exception = Assert.Throws<InvalidDataException>(() => Safetensors.load(path));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
    }

    private static void Write(string path, string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        File.WriteAllBytes(path, [.. length, .. text, .. data]);
    }
}
