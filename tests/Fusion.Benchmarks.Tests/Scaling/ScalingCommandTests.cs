using System.Text.Json.Nodes;
using Fusion.Benchmarks.Compare;
using Fusion.Benchmarks.Layers;
using Fusion.Benchmarks.Scaling;
using Fusion.Reference;
using Fusion.Reference.Baselines;
using TorchSharp;
using Xunit;
using Shell = Fusion.Reference.Commands.CommandLine;

namespace Fusion.Benchmarks.Tests.Scaling;

public sealed class ScalingCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fusion-scaling-").FullName;

    [Fact]
    public void A_curve_is_printed_point_by_point_and_written_as_table_and_picture()
    {
        var output = new StringWriter();
        var options = new ScalingOptions { Quick = true, Filter = "modalities/lmf/step", Markdown = Path.Combine(_folder, "t.md"), Plot = Path.Combine(_folder, "p.png") };
        var curve = Assert.Single(ScalingCommand.Run(options, output, TestContext.Current.CancellationToken));

        var lines = output.ToString().TrimEnd().Split('\n').Select(line => (JsonObject)JsonNode.Parse(line)!).ToArray();
        Assert.Equal([2, 3, 4, 5, 6, 7, 8], lines[..^1].Select(line => (int)line["x"]!));
        Assert.All(lines[..^1], line => Assert.Equal(["case", "x", "ms", "parameters", "ratio", "refused_bytes"], line.Select(field => field.Key)));
        Assert.All(lines[..^1], line => Assert.True((double)line["ms"]! > 0));
        Assert.Equal(1, (double)lines[0]["ratio"]!);
        Assert.Equal("modalities/lmf/step", (string)lines[^1]["curve"]!);
        // Rank, factors and biases: linear but for the biases.
        Assert.InRange(ScalingExponent.Of(curve)!.Parameters, 0.95, 1);
        Assert.Contains("| `modalities/lmf/step` | ", File.ReadAllText(options.Markdown), StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(options.Plot)[..4]);
    }

    [Fact]
    public void Parameters_grow_as_the_page_says()
    {
        Assert.InRange(ParameterExponent("autofusion"), 1.6, 2);
        Assert.InRange(ParameterExponent("autofusion-fixed"), 0.7, 1);
        Assert.InRange(ParameterExponent("concat-matched"), 1.6, 2);
        Assert.InRange(ParameterExponent("ganfusion"), 1.1, 3);
        // For more modalities its complements, M of ((M - 1) d)^2, outgrow the rest.
        Assert.InRange(ParameterExponent("ganfusion", 12, 16, 20), 2, 3.2);
    }

    [Fact]
    public void A_tensor_fusion_that_does_not_fit_is_refused_with_its_bytes()
    {
        var curve = ScalingCurve.Of(ScalingAxis.Modalities, quick: true).Single(each => each.Fusion == "tfn");
        Assert.Null(curve.Refused(3));
        var shape = new LayerShape([.. Enumerable.Repeat(ScalingCurve.Width, 6)], ScalingCurve.OutputFeatures);
        Assert.Equal((long)TensorFusion.Bytes(shape.Modalities, ScalingCurve.OutputFeatures, torch.ScalarType.Float32), curve.Refused(6));
        Assert.Contains("expected at most", Assert.Throws<UserErrorException>(() => curve.Build(6)).Message, StringComparison.Ordinal);

        var points = Assert.Single(new ScalingRun(new Effort(1, 0, 0), () => 0).Measure([curve with { Points = [6, 7] }], Pass.Step, TestContext.Current.CancellationToken));
        Assert.All(points, point => Assert.True(point is { Milliseconds: null, Parameters: null, Ratio: null, RefusedBytes: > 1L << 32 }));
        Assert.Contains("refused: ", ScalingTable.Of([points]), StringComparison.Ordinal);
        Assert.Contains("\"refused_bytes\":", points[0].ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(ScalingAxis.Modalities))]
    [InlineData(nameof(ScalingAxis.Tokens))]
    public void Every_fusion_runs_at_its_smallest_point(string axis)
    {
        var curves = ScalingCurve.Of(Enum.Parse<ScalingAxis>(axis), quick: true);
        foreach (var pass in new[] { Pass.Step, Pass.Eval })
        {
            var measured = new ScalingRun(new Effort(1, 0, 0), Stopwatches.Of(Clock.Wall)).Measure([.. curves.Select(curve => curve with { Points = [2] })], pass, TestContext.Current.CancellationToken);
            Assert.All(measured, curve => Assert.True(Assert.Single(curve) is { Milliseconds: > 0, Parameters: > 0, Ratio: 1 }));
        }
    }

    [Fact]
    public async Task A_filter_without_a_curve_is_one_line_and_exit_code_2()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Shell.RunAsync(BenchmarkCommands.Create(), ["scaling", "--filter", "none"], output, error, TestContext.Current.CancellationToken, BenchmarkCommands.Name);
        Assert.Equal(Shell.UserError, code);
        Assert.Contains("--filter none: expected a part of the name of a curve", Assert.Single(error.ToString().TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static double ParameterExponent(string fusion, params long[] x)
    {
        var curve = ScalingCurve.Of(ScalingAxis.Modalities, quick: true).Single(each => each.Fusion == fusion);
        return ScalingExponent.Of([.. (x.Length > 0 ? x : curve.Points).Select(each =>
        {
            using var built = curve.Build(each);
            return new ScalingPoint(fusion, each) { Milliseconds = 1, Parameters = built.Parameters };
        })])!.Parameters;
    }
}
