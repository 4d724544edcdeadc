using Fusion.Benchmarks.Compare;
using Fusion.Benchmarks.Layers;
using Xunit;

namespace Fusion.Benchmarks.Tests.Layers;

public sealed class LayerCasesTests
{
    [Fact]
    public void Every_case_has_a_name_of_its_own()
    {
        var names = CompareCases.All.Select(each => each.Name).ToArray();
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Contains("autofusion/256+50-50/batch-1/step", names);
        Assert.Contains("ganfusion/256+256+2048-100/batch-4096/backward", names);
        Assert.Contains("ganfusion/256+50-50/sequences-32x30/forward", names);
    }

    [Fact]
    public void A_single_row_has_no_batch_statistics() =>
        Assert.Equal([Pass.Eval, Pass.Eval], LayerCases.All.Where(each => each.Kind == LayerKind.GANFusion && each.Leading is [1]).Select(each => each.Pass));

    [Fact]
    public void The_quick_cases_are_some_of_each_layer_and_pass_and_of_small_batches()
    {
        var quick = LayerCases.All.Where(each => each.Quick).ToArray();
        Assert.Equal(2, quick.Select(each => each.Kind).Distinct().Count());
        Assert.Equal([Pass.Eval, Pass.Forward, Pass.Step], quick.Select(each => each.Pass).Distinct().Order());
        Assert.All(quick, each => Assert.True(each.Leading[0] <= 256));
    }

    [Theory]
    [InlineData("autofusion/256+50-50/batch-32/step")]
    [InlineData("ganfusion/256+50-50/batch-32/step")]
    [InlineData("classifier/ganfusion")]
    [InlineData("translator/text")]
    public void Cases_run_on_a_GPU_without_the_floor(string filter)
    {
        Assert.SkipUnless(TorchSharp.torch.cuda.is_available(), "this machine has no CUDA device");
        var options = new CompareOptions { Quick = true, Filter = filter, Device = "cuda:0" };
        var results = new Comparison(options, peer: null, TextWriter.Null, TextWriter.Null).Run(Comparison.Chosen(CompareCases.All, options), TestContext.Current.CancellationToken);
        Assert.All(results, result => Assert.Equal(("cuda:0", true, null), (result.Device, result.OursMs > 0, result.FloorMs)));
    }

    [Fact]
    public void A_case_runs_without_a_peer_and_prints_one_line()
    {
        var (output, notes) = (new StringWriter(), new StringWriter());
        var options = new CompareOptions { Quick = true, Filter = "autofusion/256+50-50/batch-1/eval" };
        var result = Assert.Single(new Comparison(options, peer: null, output, notes).Run(Comparison.Chosen(CompareCases.All, options), TestContext.Current.CancellationToken));
        Assert.True(result.OursMs > 0 && result.FloorMs > 0 && result.PlainMs > 0);
        Assert.Null(result.PeerMs);
        Assert.Equal("cpu", result.Device);
        Assert.Equal(result.ToJson(), Assert.Single(output.ToString().TrimEnd().Split('\n')));
        Assert.Contains("geometric mean of ours / the native floor", notes.ToString(), StringComparison.Ordinal);
    }
}
