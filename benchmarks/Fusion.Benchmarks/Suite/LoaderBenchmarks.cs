using BenchmarkDotNet.Attributes;
using Fusion.Layers;
using Fusion.Reference.Data.Formats;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Suite;

/// <summary>Reading 8 MB of float features; the baseline is the bare file.</summary>
public class LoaderBenchmarks
{
    private const int Rows = 1000;
    private const int Width = 2048;

    private string _folder = "";

    [GlobalSetup]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("fusion-loaders-").FullName;
        float[] values = [.. Enumerable.Range(0, Rows * Width).Select(i => MathF.Sin(i))];
        NpyFile.Write(Path.Combine(_folder, "features.npy"), values, Rows, Width);
        var ark = new KaldiArkWriter();
        _ = ark.Matrix("all", values, Width);
        File.WriteAllBytes(Path.Combine(_folder, "features.ark"), ark.ToArray());
        using var features = tensor(values, [Rows, Width]);
        Safetensors.save(new Dictionary<string, Tensor> { ["features"] = features }, Path.Combine(_folder, "features.safetensors"));
    }

    [GlobalCleanup]
    public void CleanUp() => Directory.Delete(_folder, recursive: true);

    [Benchmark(Baseline = true)]
    public int Bytes() => File.ReadAllBytes(Path.Combine(_folder, "features.npy")).Length;

    [Benchmark]
    public int Npy() => NpyFile.Read(Path.Combine(_folder, "features.npy")).Values.Length;

    [Benchmark]
    public int KaldiArchive()
    {
        using var ark = KaldiArk.Open(Path.Combine(_folder, "features.ark"));
        return ark.Read(ark.Entries().Single().Offset).Values.Length;
    }

    [Benchmark]
    public int SafeTensors() =>
        SafetensorsFile.Open(Path.Combine(_folder, "features.safetensors")).Read("features").Values.Length;
}
