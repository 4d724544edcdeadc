using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests;

/// <summary>What an author's <c>fuse</c> must not return, refused where it happens.</summary>
public sealed class FusionResultCheckTests
{
    private static readonly Dictionary<string, Tensor> NoTerms = [];

    [Fact]
    public void FusedHasARowForEachAndTheModulesWidth()
    {
        using var scope = NewDisposeScope();
        Refuses("CarelessFusion.fuse: expected Fused of shape (3, 8), found (3, 5).", new(zeros(3, 5), null, NoTerms));
        Refuses("CarelessFusion.fuse: expected Fused of shape (3, 8), found (2, 8).", new(zeros(2, 8), null, NoTerms));
        Refuses("CarelessFusion.fuse: expected Fused of shape (3, 8), found (8, 3).", new(zeros(8, 3), null, NoTerms));
        Refuses("CarelessFusion.fuse: expected Fused of shape (3, 8), found (24).", new(zeros(24), null, NoTerms));
        Refuses("CarelessFusion.fuse: expected Fused of shape (3, 8), found (3, 8, 1).", new(zeros(3, 8, 1), null, NoTerms));
        Refuses("CarelessFusion.fuse: expected Fused of shape (3, 8), found null.", default);
    }

    [Fact]
    public void LossIsAScalarAndTermsAreThere()
    {
        using var scope = NewDisposeScope();
        Refuses("CarelessFusion.fuse: expected a scalar Loss, found shape (3).", new(zeros(3, 8), zeros(3), NoTerms));
        Refuses("CarelessFusion.fuse: expected a scalar Loss, found shape (1).", new(zeros(3, 8), zeros(1), NoTerms));
        Refuses("CarelessFusion.fuse: expected Terms, an empty dictionary where there are none, found null.", new(zeros(3, 8), zeros([]), null!));
    }

    [Fact]
    public void EvaluationGetsALossOnlyWhereItIsAskedFor()
    {
        using var scope = NewDisposeScope();
        FusionResult Lossy(FusionRows rows) => new(zeros(rows.Count, 8), zeros([]), NoTerms);
        Refuses("CarelessFusion.fuse: expected no Loss where computeLoss is false, found one.", Lossy, training: false);
        Assert.NotNull(Call(Lossy, training: true).Loss);
        Assert.NotNull(Call(Lossy, training: false, new CarelessOptions { LossInEval = true }).Loss);
    }

    [Fact]
    public void NeitherLossNorTermsAreOwedInTraining() => Call(rows => FusionResult.Plain(zeros(rows.Count, 8)), training: true).Dispose();

    private static void Refuses(string message, FusionResult result) => Refuses(message, _ => result, training: true);

    private static void Refuses(string message, Func<FusionRows, FusionResult> fuse, bool training) =>
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => Call(fuse, training)).Message);

    private static FusionOutput Call(Func<FusionRows, FusionResult> fuse, bool training, CarelessOptions? options = null)
    {
        using var module = new CarelessFusion(fuse, options ?? new());
        module.train(training);
        return module.call(zeros(3, 2), zeros(3, 4));
    }

    private sealed class CarelessFusion(Func<FusionRows, FusionResult> result, CarelessOptions options)
        : FusionModule(nameof(CarelessFusion), [("text", 2), ("audio", 4)], 8, options, null, null)
    {
        protected override FusionResult fuse(FusionRows rows, bool computeLoss) => result(rows);
    }

    private sealed record CarelessOptions : FusionOptions;
}
