using FsCheck;
using FsCheck.Fluent;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Support;

/// <summary>Draws legal situations: any number of modalities, ranks, dtypes, masks, presence and options.</summary>
public static class FusionCases
{
    private static readonly string[] Names = ["text", "audio", "video", "pose", "depth"];

    public static Arbitrary<FusionCase> Case() => CaseGenerator().ToArbitrary();

    public static Arbitrary<AutoFusionOptions> Auto() =>
        (from modalities in ModalitiesGenerator() from options in AutoGenerator(modalities) select options).ToArbitrary();

    public static Arbitrary<GANFusionOptions> Gan() => GanGenerator([("a", 3), ("b", 4)]).ToArbitrary();

    private static Gen<FusionCase> CaseGenerator() =>
        from modalities in ModalitiesGenerator()
        from output in Gen.Choose(1, 5)
        from leading in LeadingGenerator()
        from dtype in Gen.Frequency(
            (3, Gen.Constant(ScalarType.Float32)),
            (3, Gen.Constant(ScalarType.Float64)),
            (1, Gen.Constant(ScalarType.BFloat16)),
            (1, Gen.Constant(ScalarType.Float16)))
        let positions = leading.Aggregate(1, (product, size) => product * (int)size)
        from padding in PaddingGenerator(positions)
        from given in GivenGenerator(modalities.Length)
        from present in PresentGenerator(leading.Length == 0 ? 1 : (int)leading[0], given)
        from auto in AutoGenerator(modalities)
        from gan in GanGenerator(modalities)
        from seed in Gen.Choose(0, 1_000_000)
        select Legal(new FusionCase
        {
            Modalities = modalities,
            OutputFeatures = output,
            Leading = leading,
            Dtype = dtype,
            Padding = padding,
            Present = present,
            Given = given,
            Auto = auto with { ModalityDropout = 0 },
            Gan = gan with { ModalityDropout = 0 },
            Seed = seed,
        });

    /// <summary>Batch statistics of one row are refused by contract, and tested apart.</summary>
    private static FusionCase Legal(FusionCase drawn) =>
        drawn.ValidPositions.Length == 1 && drawn.Gan.Normalization == Normalization.Batch
            ? drawn with { Gan = drawn.Gan with { Normalization = Normalization.Layer } }
            : drawn;

    private static Gen<Modality[]> ModalitiesGenerator() =>
        from count in Gen.Frequency((3, Gen.Constant(2)), (3, Gen.Constant(3)), (1, Gen.Choose(4, 5)))
        from widths in Gen.Choose(1, 6).ArrayOf(count)
        select widths.Select((width, m) => new Modality(Names[m], width)).ToArray();

    private static Gen<long[]> LeadingGenerator() =>
        from rank in Gen.Choose(0, 3)
        from sizes in Gen.Frequency((1, Gen.Constant(0)), (14, Gen.Choose(1, 4))).ArrayOf(rank)
        select sizes.Select(size => (long)size).ToArray();

    private static Gen<bool[]?> PaddingGenerator(int positions) =>
        from kind in Gen.Choose(0, 7)
        from random in Bools(positions)
        from survivor in Gen.Choose(0, Math.Max(0, positions - 1))
        select kind switch
        {
            0 or 1 => null,
            2 => new bool[positions],
            3 => Enumerable.Repeat(true, positions).ToArray(),
            4 => Enumerable.Range(0, positions).Select(position => position != survivor).ToArray(),
            _ => random,
        };

    private static Gen<bool[]> GivenGenerator(int modalities) =>
        from all in Gen.Choose(0, 3)
        from random in Bools(modalities)
        from survivor in Gen.Choose(0, modalities - 1)
        select all > 0 ? Enumerable.Repeat(true, modalities).ToArray() : random.Select((given, m) => given || m == survivor).ToArray();

    /// <summary>No sample lacks everything that is given.</summary>
    private static Gen<bool[][]?> PresentGenerator(int samples, bool[] given) =>
        from kind in Gen.Choose(0, 4)
        from random in Bools(given.Length).ArrayOf(samples)
        from survivors in Gen.Choose(0, given.Length - 1).ArrayOf(samples)
        let kept = Array.IndexOf(given, true)
        select kind switch
        {
            0 or 1 => null,
            2 => random.Select(row => Enumerable.Repeat(true, row.Length).ToArray()).ToArray(),
            _ => random.Select((row, n) => row.Select((has, m) => has || m == (given[survivors[n]] ? survivors[n] : kept)).ToArray()).ToArray(),
        };

    private static Gen<AutoFusionOptions> AutoGenerator(Modality[] modalities) =>
        from hidden in Gen.Choose(0, 5)
        from reduction in Gen.Elements(Enum.GetValues<Reduction>())
        from detach in Bool()
        from weights in Gen.Elements(0.0, 0.5, 1.0, 2.0).ArrayOf(modalities.Length)
        from weighted in Bool()
        from activation in Bool()
        from shared in SharedGenerator(modalities)
        select new AutoFusionOptions
        {
            HiddenFeatures = hidden == 0 ? null : hidden,
            Reduction = reduction,
            DetachTarget = detach,
            ModalityWeights = weighted ? weights : null,
            FinalActivation = activation,
            LossInEval = shared.LossInEval,
            ModalityDropout = shared.ModalityDropout,
            AbsentFill = shared.AbsentFill,
            InputNorm = shared.InputNorm,
            Seed = shared.Seed,
        };

    private static Gen<GANFusionOptions> GanGenerator(Modality[] modalities) =>
        from objective in Gen.Elements(Enum.GetValues<Objective>())
        from training in Gen.Frequency((3, Gen.Constant(GANTraining.Joint)), (1, Gen.Constant(GANTraining.Alternating)))
        from normalization in Gen.Elements(Enum.GetValues<Normalization>())
        from spectral in Bool()
        from penalty in Gen.Elements(0.0, 0.0, 0.7)
        from label in Gen.Elements(1.0, 0.9)
        from noise in Gen.Elements(0.0, 0.01, 0.5)
        from hidden in Gen.Choose(1, 6)
        from weight in Gen.Elements(0.0, 0.3, 1.0)
        from reduction in Gen.Elements(Enum.GetValues<Reduction>())
        from branches in Gen.Elements(Enum.GetValues<BranchReduction>())
        from autoFuse in Bool()
        from shared in SharedGenerator(modalities)
        select new GANFusionOptions
        {
            Objective = objective,
            Training = training,
            Normalization = normalization == Normalization.Batch && (penalty > 0 || objective == Objective.Wasserstein) ? Normalization.Layer : normalization,
            SpectralNorm = spectral || (objective == Objective.Wasserstein && penalty == 0),
            R1Gamma = penalty,
            RealLabel = objective is Objective.Hinge or Objective.Wasserstein ? 1 : label,
            NoiseStd = noise,
            DiscriminatorHidden = hidden,
            ReconstructionWeight = weight,
            Reduction = reduction,
            BranchReduction = branches,
            AlwaysAutoFuse = autoFuse,
            LossInEval = shared.LossInEval,
            ModalityDropout = shared.ModalityDropout,
            AbsentFill = shared.AbsentFill,
            InputNorm = shared.InputNorm,
            Seed = shared.Seed,
        };

    private static Gen<AutoFusionOptions> SharedGenerator(Modality[] modalities) =>
        from lossInEval in Bool()
        from dropout in Gen.Elements(0.0, 0.25)
        from fill in Gen.Elements(Enum.GetValues<AbsentFill>())
        from norm in Gen.Elements(InputNorm.None, InputNorm.None, InputNorm.Layer)
        from seed in Gen.Choose(-3, 3)
        select new AutoFusionOptions
        {
            LossInEval = lossInEval,
            ModalityDropout = dropout,
            AbsentFill = fill,
            InputNorm = modalities.Any(modality => modality.Features < 2) ? InputNorm.None : norm,
            Seed = seed == 0 ? null : seed,
        };

    private static Gen<bool> Bool() => Gen.Elements(false, true);

    private static Gen<bool[]> Bools(int count) => Bool().ArrayOf(count);
}
