using System.Text;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Xunit;

namespace Fusion.Reference.Tests.Data.Formats;

public class SafetensorsFileTests
{
    [Fact]
    public void Reads_the_golden_file()
    {
        using var folder = new TemporaryFolder();
        var golden = Golden.Formats["safetensors"]!;

        var file = SafetensorsFile.Open(folder.Write("golden.safetensors", Golden.Bytes(golden)));

        Assert.Equal(["w", "b"], file.Keys);
        var w = file.Read("w");
        Assert.Equal("F32", w.Dtype);
        Assert.Equal([6, 4], w.Shape);
        Assert.Equal(Golden.Numbers(golden["w"]!), w.ToDouble());
        Assert.Equal([5, -6], file.Read("b").ToInt64());
        Assert.Contains("one of the tensors w, b", Assert.Throws<DataFormatException>(() => file.Read("c")).Message);
    }

    [Theory]
    [InlineData("BOOL", "00", 0.0)]
    [InlineData("U8", "FF", 255.0)]
    [InlineData("I8", "FF", -1.0)]
    [InlineData("U16", "FFFF", 65535.0)]
    [InlineData("I16", "FEFF", -2.0)]
    [InlineData("U32", "FFFFFFFF", 4294967295.0)]
    [InlineData("I32", "FDFFFFFF", -3.0)]
    [InlineData("U64", "0100000000000000", 1.0)]
    [InlineData("I64", "FCFFFFFFFFFFFFFF", -4.0)]
    [InlineData("F16", "003E", 1.5)]
    [InlineData("BF16", "C0BF", -1.5)]
    [InlineData("F32", "0000C03F", 1.5)]
    [InlineData("F64", "000000000000F8BF", -1.5)]
    public void Reads_every_element_type(string dtype, string data, double expected)
    {
        using var folder = new TemporaryFolder();
        var bytes = Convert.FromHexString(data);
        var file = SafetensorsFile.Open(folder.Write("x.safetensors", Make($$$"""{"x":{"dtype":"{{{dtype}}}","shape":[],"data_offsets":[0,{{{bytes.Length}}}]}}""", bytes)));

        Assert.Equal([expected], file.Read("x").ToDouble());
    }

    [Theory]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", "4 bytes")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "16 bytes of data, found 8")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "4 bytes of data, found 8")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "whole numbers")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "whole numbers")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "two ascending data_offsets")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "two ascending data_offsets")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "at offset 8, without gap or overlap, found 4")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"U8","shape":[1],"data_offsets":[7,8]}}""", "at offset 4, without gap or overlap, found 7")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""", "a shape that a tensor can have")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8.5]}}""", "whole numbers")]
    [InlineData("""{"x":{"dtype":"Q4","shape":[2],"data_offsets":[0,8]}}""", "known dtype")]
    [InlineData("""{"x":{"dtype":4,"shape":[2],"data_offsets":[0,8]}}""", "dtype")]
    [InlineData("""{"x":{"shape":[2],"data_offsets":[0,8]}}""", "dtype")]
    [InlineData("""{"x":{"dtype":"F32","shape":8,"data_offsets":[0,8]}}""", "array 'shape'")]
    [InlineData("""{"x":8}""", "object")]
    [InlineData("""[1]""", "object")]
    [InlineData("""{"x":""", "JSON")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "JSON")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "'x' twice")]
    public void Refuses_a_bad_header(string header, string reason) =>
        Assert.Contains(reason, Hostile.Refused(Make(header, new byte[8]), "bad.safetensors", path => SafetensorsFile.Open(path)).Message);

    [Theory]
    [InlineData(0xffffffffffffffff)]
    [InlineData(0x8000000000000000)]
    [InlineData(200_000_000UL)]
    [InlineData(11UL)]
    public void Refuses_a_header_longer_than_the_file(ulong length)
    {
        byte[] bad = [.. BitConverter.GetBytes(length), .. "{        }"u8];

        Assert.Contains("a header of at most 10 bytes", Hostile.Refused(bad, "bad.safetensors", path => SafetensorsFile.Open(path)).Message);
    }

    [Fact]
    public void Refuses_a_header_that_is_not_utf8()
    {
        byte[] bad = [.. BitConverter.GetBytes(3L), (byte)'{', 0xff, (byte)'}'];

        Assert.Contains("JSON", Hostile.Refused(bad, "bad.safetensors", path => SafetensorsFile.Open(path)).Message);
    }

    [Fact]
    public void Shows_no_more_of_a_bad_header_than_a_line_can_hold()
    {
        var dtype = new string('Q', 201);

        var message = Hostile.Refused(Make($$$"""{"x":{"dtype":"{{{dtype}}}","shape":[2],"data_offsets":[0,8]}}""", new byte[8]), "bad.safetensors", path => SafetensorsFile.Open(path)).Message;

        Assert.EndsWith($"found {dtype[1..]}...", message);
    }

    [Fact]
    public void Lists_a_tensor_that_no_array_holds_but_does_not_read_it()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("large.safetensors", Make("""{"x":{"dtype":"U8","shape":[2147483648],"data_offsets":[0,2147483648]}}""", []));
        using (var stream = new FileStream(path, FileMode.Open))
            stream.SetLength(stream.Length + 2147483648);

        var file = SafetensorsFile.Open(path);

        Assert.Equal(["x"], file.Keys);
        Assert.Contains($"at most {Array.MaxLength} bytes", Assert.Throws<DataFormatException>(() => file.Read("x")).Message);
    }

    [Fact]
    public void Survives_every_truncation_and_any_change_of_bytes()
    {
        var good = Make("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", new byte[8]);

        Assert.True(Hostile.Attack(good, "bad.safetensors", path =>
        {
            var file = SafetensorsFile.Open(path);
            foreach (var key in file.Keys)
                file.Read(key);
        }) >= good.Length);
    }

    internal static byte[] Make(string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)text.Length), .. text, .. data];
    }
}
