using Fusion.Layers.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Adversarial;

/// <summary>
/// Each player's gradients against finite differences. The joint loss is no plain function of all parameters, since each player sees
/// the other detached; its gradients equal these by <see cref="JointTrainingTests"/>.
/// </summary>
public sealed class GradientCheckTests
{
    public static TheoryData<string> OptionNames => [.. Options.Keys];

    private static Dictionary<string, GANFusionOptions> Options { get; } = new()
    {
        ["default"] = new(),
        ["minimax, sums"] = new() { Objective = Objective.Minimax, Reduction = Reduction.SumPerSample, RealLabel = 0.8 },
        ["least squares, layer"] = new() { Objective = Objective.LeastSquares, Normalization = Normalization.Layer, RealLabel = 0.9 },
        ["hinge, spectral"] = new() { Objective = Objective.Hinge, Normalization = Normalization.None, SpectralNorm = true },
        ["batch, spectral"] = new() { SpectralNorm = true },
        ["penalty, layer"] = new() { R1Gamma = 0.8, Normalization = Normalization.Layer },
        ["wasserstein, penalty"] = new() { Objective = Objective.Wasserstein, Normalization = Normalization.None, R1Gamma = 2 },
        ["wasserstein, spectral, penalty"] = new() { Objective = Objective.Wasserstein, Normalization = Normalization.Layer, SpectralNorm = true, R1Gamma = 1 },
        ["auto-fused, mean of branches"] = new() { AlwaysAutoFuse = true, BranchReduction = BranchReduction.Mean },
        ["learned, normalised inputs"] = new() { AbsentFill = AbsentFill.Learned, InputNorm = InputNorm.Layer, Normalization = Normalization.Layer },
    };

    [Theory]
    [MemberData(nameof(OptionNames))]
    public void TheFusionSideMatchesFiniteDifferences(string name)
    {
        using var scope = NewDisposeScope();
        using var module = Build(Options[name]);
        var (a, b, present) = Inputs();
        var noise = module.Noise.get_state();
        Tensor Scalar()
        {
            module.Noise.set_state(noise);
            var output = module.call(new FusionInput([a, b], null, present));
            return output.Loss! + output.Fused.square().sum();
        }

        GradientCheck.Matches(Scalar, module, module.fusion_parameters(), 1e-5);
        Assert.All(module.discriminator_parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Theory]
    [MemberData(nameof(OptionNames))]
    public void InputsMatchFiniteDifferencesWhereTheComplementIsLearned(string name)
    {
        using var scope = NewDisposeScope();
        // Reconstruction targets are attached, so the loss is a plain function of the inputs only where nothing real reaches a discriminator; the fusion side has none.
        using var module = Build(Options[name]);
        var (a, b, present) = Inputs();
        var noise = module.Noise.get_state();
        Tensor Scalar()
        {
            module.Noise.set_state(noise);
            var output = module.call(new FusionInput([a, b], null, present));
            return output.Loss! + output.Fused.square().sum();
        }

        GradientCheck.Matches(Scalar, [("a", a), ("b", b)], 1e-5);
    }

    [Theory]
    [MemberData(nameof(OptionNames))]
    public void TheDiscriminatorSideMatchesFiniteDifferences(string name)
    {
        using var scope = NewDisposeScope();
        using var module = Build(Options[name]);
        var (a, b, present) = Inputs();
        var noise = module.Noise.get_state();
        Tensor Scalar()
        {
            module.Noise.set_state(noise);
            return module.discriminator_loss(new FusionInput([a, b], null, present));
        }

        // The vectors move with every call but carry no gradient; at their fixed point the loss does not depend on them to first order.
        if (Options[name].SpectralNorm)
            for (var i = 0; i < 300; i++)
                Scalar();
        GradientCheck.Matches(Scalar, module, module.discriminator_parameters(), 2e-5);
        Assert.All(module.fusion_parameters(), parameter => Assert.Null(parameter.grad));
    }

    private static GANFusion Build(GANFusionOptions options)
    {
        manual_seed(8);
        // Branch a's complement is direct where it may be, branch b's is learned.
        return new GANFusion([("a", 3), ("b", 2)], 2, options with { Training = GANTraining.Alternating, DiscriminatorHidden = 3, NoiseStd = 0.1, ReconstructionWeight = 0.7 }, dtype: ScalarType.Float64);
    }

    private static (Tensor A, Tensor B, Tensor Present) Inputs()
    {
        using var generator = new Generator(5);
        var present = ones(6, 2, dtype: ScalarType.Bool);
        present[1, 0] = tensor(false);
        present[4, 1] = tensor(false);
        return (
            randn(6, 3, dtype: ScalarType.Float64, generator: generator).requires_grad_(true),
            randn(6, 2, dtype: ScalarType.Float64, generator: generator).requires_grad_(true),
            present);
    }
}
