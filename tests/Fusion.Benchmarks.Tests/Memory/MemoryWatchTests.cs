using System.Text.Json.Nodes;
using Fusion.Benchmarks.Memory;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Shell = Fusion.Reference.Commands.CommandLine;

namespace Fusion.Benchmarks.Tests.Memory;

public sealed class MemoryWatchTests
{
    private const int WarmUp = 5;
    private const int Steps = 20;

    [Fact]
    public void A_case_that_keeps_nothing_is_flat()
    {
        var result = Run(Step(keep: null), () => 100);
        Assert.Equal(result.LiveTensors, result.LiveTensorsEnd);
        Assert.Equal((WarmUp, Steps), (result.WarmUp, result.Steps));
        Assert.True(result.Flat);
        Assert.Equal(Shell.Success, MemoryCommand.ExitCode([result]));
    }

    [Fact]
    public void A_case_that_keeps_a_tensor_fails()
    {
        var kept = new List<Tensor>();
        var result = Run(Step(kept), () => 100);
        Assert.Equal(Steps - WarmUp, result.LiveTensorsEnd - result.LiveTensors);
        Assert.False(result.Flat);
        Assert.Equal(Shell.ProgramError, MemoryCommand.ExitCode([Run(Step(null), () => 100), result]));
        kept.ForEach(tensor => tensor.Dispose());
    }

    [Fact]
    public void One_tensor_that_is_left_once_fails()
    {
        Tensor? kept = null;
        var result = Run(step => kept ??= step == Steps - 1 ? ones(1) : null, () => 100);
        Assert.Equal(1, result.LiveTensorsEnd - result.LiveTensors);
        Assert.False(result.Flat);
        kept!.Dispose();
    }

    [Theory]
    [InlineData(105, true)]
    [InlineData(106, false)]
    [InlineData(50, true)]
    public void Resident_memory_may_grow_by_a_twentieth(long end, bool flat)
    {
        var readings = new Queue<long>([100, end]);
        var result = Run(Step(null), readings.Dequeue);
        Assert.Equal((100, end, flat), (result.ResidentBytes, result.ResidentBytesEnd, result.Flat));
        Assert.Equal(flat ? Shell.Success : Shell.ProgramError, MemoryCommand.ExitCode([result]));
    }

    [Fact]
    public void Memory_that_native_code_never_gives_back_is_seen()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "what the working set is differs");
        var kept = new List<Tensor>();
        // Made before and only touched while it runs: no tensor is new, but its pages are.
        using var large = empty(64L << 20, dtype: ScalarType.Byte);
        var result = new MemoryWatch(WarmUp, Steps, () => Environment.WorkingSet).Run(new MemoryCase("touch", () => new MemoryLoop(step =>
        {
            using var scope = NewDisposeScope();
            if (step == Steps - 1)
                large.fill_(One);
        })), TestContext.Current.CancellationToken);
        Assert.Equal(result.LiveTensors, result.LiveTensorsEnd);
        Assert.True(result.ResidentBytesEnd - result.ResidentBytes > 32 << 20, $"{result}");
    }

    [Fact]
    public void A_result_is_one_line_of_json_and_is_read_back()
    {
        var result = new MemoryResult("autofusion/256+50-50/batch-32/train", 500, 10_000, 12, 12, 200_000_000, 208_000_000);
        var line = (JsonObject)JsonNode.Parse(result.ToJson())!;
        Assert.Equal(["case", "warm_up", "steps", "live_tensors", "live_tensors_end", "resident_bytes", "resident_bytes_end", "resident_ratio", "flat"], line.Select(field => field.Key));
        Assert.Equal((1.04, true), ((double)line["resident_ratio"]!, (bool)line["flat"]!));
        Assert.Contains("256+50", result.ToJson(), StringComparison.Ordinal);
        Assert.Equal(result, MemoryResult.Parse(result.ToJson()));
        Assert.Contains("| `autofusion/256+50-50/batch-32/train` | 12 | 12 | 200.0 | 208.0 | 1.040 |", MemoryCommand.Table([result]), StringComparison.Ordinal);
    }

    private static readonly Scalar One = 1.ToScalar();

    private static Action<int> Step(List<Tensor>? keep) => _ =>
    {
        using var scope = NewDisposeScope();
        var made = ones(3);
        keep?.Add(made.DetachFromDisposeScope());
    };

    private static MemoryResult Run(Action<int> step, Func<long> resident) =>
        new MemoryWatch(WarmUp, Steps, resident).Run(new MemoryCase("case", () => new MemoryLoop(step)), TestContext.Current.CancellationToken);
}
