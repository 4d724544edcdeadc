using System.Text.Json.Nodes;
using Fusion.Benchmarks.Compare;
using Xunit;

namespace Fusion.Benchmarks.Tests.Compare;

public sealed class CaseResultTests
{
    private static readonly CaseResult Whole = new("autofusion/256+50-50/batch-1/step", 1)
    {
        Device = "cuda:1", OursMs = 0.123456, PeerMs = 0.25, Ratio = 0.5, PeerNoise = 0.0312345, FloorMs = 0.12, FloorRatio = 1.0234567, PlainMs = 0.13, PlainRatio = 0.95,
    };

    [Fact]
    public void A_case_is_one_line_of_json()
    {
        var line = Whole.ToJson();
        Assert.DoesNotContain('\n', line);
        Assert.Contains("256+50-50", line, StringComparison.Ordinal);
        var read = (JsonObject)JsonNode.Parse(line)!;
        Assert.Equal("autofusion/256+50-50/batch-1/step", (string)read["case"]!);
        Assert.Equal("cuda:1", (string)read["device"]!);
        Assert.Equal([0.1235, 0.25, 0.5, 1.023, 0.03123], new[] { "ours_ms", "peer_ms", "ratio", "floor_ratio", "peer_noise" }.Select(name => (double)read[name]!));
    }

    [Fact]
    public void What_was_not_measured_is_null()
    {
        var read = (JsonObject)JsonNode.Parse(new CaseResult("case", 1) { OursMs = 12345.6 }.ToJson())!;
        Assert.Equal(12346, (double)read["ours_ms"]!);
        foreach (var name in new[] { "peer_ms", "ratio", "floor_ratio", "peer_noise" })
            Assert.True(read.ContainsKey(name) && read[name] is null, name);
        Assert.False(read.ContainsKey("ours_per_second"));
    }

    [Fact]
    public void Items_become_a_rate_on_both_sides()
    {
        var read = (JsonObject)JsonNode.Parse((Whole with { OursMs = 100, PeerMs = 200, Items = 500 }).ToJson())!;
        Assert.Equal(5000, (double)read["ours_per_second"]!);
        Assert.Equal(2500, (double)read["peer_per_second"]!);
    }

    [Fact]
    public void The_table_has_a_row_for_each_case_and_says_where_PyTorch_is_faster()
    {
        var slow = Whole with { Name = "slow", Ratio = 1.2, PeerNoise = 0.1 };
        var noisy = Whole with { Name = "noisy", Ratio = 1.05, PeerNoise = 0.1 };
        var alone = new CaseResult("alone", 2) { OursMs = 3 };
        var lines = MarkdownTable.Of([slow, noisy, alone], "PyTorch 2").Split('\n');
        Assert.Equal("Device: cuda:1. Peer: PyTorch 2.", lines[0]);
        Assert.Contains("| `slow` | 1 | 0.1235 | 0.25 | 1.20 | 0.10 | 1.02 | 0.95 |", lines);
        Assert.Contains("| `alone` | 2 | 3 | - | - | - | - | - |", lines);
        Assert.Contains("- slower than PyTorch beyond its noise: slow, 1.200 with a noise of 0.100", lines);
        Assert.DoesNotContain(lines, line => line.Contains("beyond its noise: noisy", StringComparison.Ordinal));
        Assert.Contains("- geometric mean of ours / PyTorch: 1.122 over 2 case(s)", lines);
    }
}
