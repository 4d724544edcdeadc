using FsCheck.Xunit;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Support;

/// <summary>What every fusion module guarantees, whoever wrote it; one named test per guarantee, run for each module by a derived class.</summary>
public abstract class FusionModuleContract
{
    private const int Few = 40;
    private const int Steps = 1000;

    protected abstract FusionModule Create(FusionCase drawn);

    /// <summary>Whether the module has an auxiliary loss; without one it returns one only where no row is valid: an attached zero.</summary>
    protected virtual bool HasLoss => true;

    /// <summary>Width of the vector that stands for an absent modality.</summary>
    protected virtual long AbsentWidth(FusionCase drawn, int modality) => drawn.Modalities[modality].Features;

    [Property(MaxTest = 80, Arbitrary = [typeof(FusionCases)])]
    public void ShapesAndDtypesFollowTheInputs(FusionCase drawn)
    {
        foreach (var training in Modes)
        {
            using var scope = NewDisposeScope();
            using var module = Build(drawn, training);
            using var output = module.call(drawn.Input());

            Assert.Equal([.. drawn.Leading, drawn.OutputFeatures], output.Fused.shape);
            Assert.Equal(drawn.Dtype, output.Fused.dtype);
            TensorAssert.Finite(output.Fused, "fused");
            foreach (var scalar in output.Terms.Values.Concat(output.Loss is { } loss ? [loss] : []))
            {
                Assert.Empty(scalar.shape);
                Assert.Equal(drawn.Dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32, scalar.dtype);
                TensorAssert.Finite(scalar, "loss or term");
            }

            Assert.All(output.Terms.Values, term => Assert.False(term.requires_grad));
        }
    }

    [Property(MaxTest = Few, Arbitrary = [typeof(FusionCases)])]
    public void LeadingDimensionsEqualFlatteningByHand(FusionCase drawn)
    {
        foreach (var training in Modes)
        {
            using var scope = NewDisposeScope();
            using var shaped = Build(drawn, training);
            using var flattened = Build(drawn, training);
            var values = drawn.Values();
            var positions = Enumerable.Range(0, (int)drawn.Positions).ToArray();
            var presence = drawn.Present is null || positions.Length == 0 ? null : tensor(positions.SelectMany(position => drawn.Present[drawn.SampleOf(position)]).ToArray()).reshape(positions.Length, drawn.Modalities.Length);

            var expected = flattened.call(new FusionInput(
                [.. values.Select((value, m) => value?.reshape(drawn.Positions, drawn.Modalities[m].Features))],
                drawn.PaddingMask()?.reshape(drawn.Positions),
                presence));
            var actual = shaped.call(drawn.Input(values));

            TensorAssert.Same(expected.Fused, actual.Fused.reshape(drawn.Positions, drawn.OutputFeatures), "fused");
            TensorAssert.SameLoss(expected, actual);
            ModuleState.Same(flattened.state_dict(), shaped.state_dict());
        }
    }

    [Property(MaxTest = Few, Arbitrary = [typeof(FusionCases)])]
    public void LossExistsIfAndOnlyIfTrainingOrAsked(FusionCase drawn)
    {
        foreach (var training in Modes)
        {
            foreach (var asked in new[] { true, false })
            {
                foreach (var gradients in new[] { true, false })
                {
                    using var scope = NewDisposeScope();
                    using var module = Build(drawn.Sharing(options => options with { LossInEval = asked }), training);
                    using var mode = set_grad_enabled(gradients);
                    using var output = module.call(drawn.Input());
                    Assert.Equal((training || asked) && (HasLoss || drawn.ValidPositions.Length == 0), output.Loss is not null);
                    Assert.True(output.Loss is not null || output.Terms.Count == 0, "terms without a loss");
                }
            }
        }
    }

    [Property(MaxTest = 80, Arbitrary = [typeof(FusionCases)])]
    public void APaddedBatchEqualsItsValidRowsAlone(FusionCase drawn)
    {
        var valid = drawn.ValidPositions;
        if (valid.Length == 0)
            return;

        foreach (var training in Modes)
        {
            using var scope = NewDisposeScope();
            using var padded = Build(drawn, training);
            using var alone = Build(drawn, training);
            var (paddedValues, aloneValues) = (Leaves(drawn), Leaves(drawn));

            var actual = padded.call(drawn.Input(paddedValues));
            var expected = alone.call(drawn.ValidRows(aloneValues));
            var rows = tensor(valid.Select(position => (long)position).ToArray());
            TensorAssert.Same(expected.Fused, actual.Fused.reshape(drawn.Positions, drawn.OutputFeatures).index_select(0, rows), "fused");
            TensorAssert.SameLoss(expected, actual);
            ModuleState.Same(alone.state_dict(), padded.state_dict());

            Total(actual).backward();
            Total(expected).backward();
            ModuleState.SameGradients(ModuleState.Gradients(alone), ModuleState.Gradients(padded));
            for (var m = 0; m < paddedValues.Length; m++)
                TensorAssert.Same(aloneValues[m]?.grad, paddedValues[m]?.grad, $"gradient of input {m}");
        }
    }

    [Property(MaxTest = Few, Arbitrary = [typeof(FusionCases)])]
    public void PaddedPositionsAreZero(FusionCase drawn)
    {
        if (drawn.Padding is null)
            return;

        using var scope = NewDisposeScope();
        foreach (var training in Modes)
        {
            using var module = Build(drawn, training);
            var fused = module.call(drawn.Input()).Fused.reshape(drawn.Positions, drawn.OutputFeatures);
            for (var position = 0; position < drawn.Positions; position++)
                if (drawn.Padding[position])
                    TensorAssert.Zero(fused[position], $"padded position {position}");
        }
    }

    [Property(MaxTest = 80, Arbitrary = [typeof(FusionCases)])]
    public void WhatStandsInPaddedOrAbsentSlotsReachesNothing(FusionCase drawn)
    {
        // float16 holds nothing above 65504.
        double[] fillings = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, drawn.Dtype == ScalarType.Float16 ? 6e4 : 1e30];
        var garbage = fillings[drawn.Seed % fillings.Length];
        foreach (var training in Modes)
        {
            using var scope = NewDisposeScope();
            using var clean = Build(drawn, training);
            using var dirty = Build(drawn, training);
            var cleanValues = Leaves(drawn);
            var dirtyValues = drawn.WithGarbage(drawn.Values(), garbage).Select(value => value?.requires_grad_(true)).ToArray();

            var expected = clean.call(drawn.Input(cleanValues));
            var actual = dirty.call(drawn.Input(dirtyValues));
            TensorAssert.Same(expected, actual);
            ModuleState.Same(clean.state_dict(), dirty.state_dict());
            if (drawn.ValidPositions.Length == 0)
                continue;

            Total(expected).backward();
            Total(actual).backward();
            var gradients = ModuleState.Gradients(dirty);
            ModuleState.SameGradients(ModuleState.Gradients(clean), gradients);
            Assert.All(gradients, pair => TensorAssert.Finite(pair.Value ?? zeros(1), $"gradient of {pair.Key}"));
            for (var m = 0; m < dirtyValues.Length; m++)
                RequireGradientOfLiveSlotsOnly(drawn, dirtyValues[m]?.grad, m);
        }
    }

    [Property(MaxTest = Few, Arbitrary = [typeof(FusionCases)])]
    public void ANullModalityEqualsOneAbsentFromEverySample(FusionCase drawn)
    {
        var lost = drawn.Seed % drawn.Modalities.Length;
        var everything = drawn.Modalities.Select(_ => true).ToArray();
        var butOne = everything.Select((_, m) => m != lost).ToArray();
        var byNull = drawn with { Given = butOne, Present = null };
        var byPresence = drawn with { Given = everything, Present = [.. Enumerable.Repeat(butOne, (int)drawn.Samples)] };
        foreach (var training in Modes)
        {
            using var scope = NewDisposeScope();
            using var first = Build(byNull, training);
            using var second = Build(byPresence, training);
            var expected = first.call(byNull.Input());
            var actual = second.call(byPresence.Input());
            TensorAssert.Same(expected, actual);
            ModuleState.Same(first.state_dict(), second.state_dict());
            if (drawn.ValidPositions.Length == 0)
                continue;

            Total(expected).backward();
            Total(actual).backward();
            ModuleState.SameGradients(ModuleState.Gradients(first), ModuleState.Gradients(second));
        }
    }

    [Property(MaxTest = Few, Arbitrary = [typeof(FusionCases)])]
    public void LearnedVectorsAreRegisteredOnlyWhenAskedAndLearn(FusionCase drawn)
    {
        using var scope = NewDisposeScope();
        using var plain = Build(drawn.Sharing(options => options with { AbsentFill = AbsentFill.Zeros }), training: true);
        using var learned = Build(drawn.Sharing(options => options with { AbsentFill = AbsentFill.Learned }), training: true);
        var added = learned.named_parameters().Select(pair => pair.name).Except(plain.named_parameters().Select(pair => pair.name));
        Assert.Equal(drawn.Modalities.Select(modality => $"absent.{modality.Name}").Order(), added.Order());

        var vectors = learned.named_parameters().Where(pair => pair.name.StartsWith("absent.", StringComparison.Ordinal)).ToDictionary(pair => pair.name, pair => pair.parameter);
        for (var m = 0; m < drawn.Modalities.Length; m++)
            Assert.Equal([AbsentWidth(drawn, m)], vectors[$"absent.{drawn.Modalities[m].Name}"].shape);
        TensorAssert.Same(plain.call(drawn.Input()), learned.call(drawn.Input()));

        if (drawn.ValidPositions.Length == 0)
            return;

        Total(learned.call(drawn.Input())).backward();
        for (var m = 0; m < drawn.Modalities.Length; m++)
        {
            var absentSomewhere = drawn.ValidPositions.Any(position => !drawn.IsPresent(drawn.SampleOf(position), m));
            var gradient = vectors[$"absent.{drawn.Modalities[m].Name}"].grad;
            if (absentSomewhere)
                Assert.NotNull(gradient);
            else
                Assert.False(TensorAssert.Moves(gradient));
        }
    }

    [Property(MaxTest = Few, Arbitrary = [typeof(FusionCases)])]
    public void ASampleWithoutAnyModalityIsRefusedUnlessPadded(FusionCase drawn)
    {
        if (drawn.Positions == 0)
            return;

        using var scope = NewDisposeScope();
        var lost = drawn.Seed % drawn.Samples;
        var nothing = drawn.Modalities.Select(_ => false).ToArray();
        var everything = drawn.Modalities.Select((_, m) => drawn.Given[m]).ToArray();
        var broken = drawn with { Present = [.. Enumerable.Range(0, (int)drawn.Samples).Select(sample => sample == lost ? nothing : everything)] };
        using var module = Build(drawn, training: false);
        if (broken.ValidPositions.Any(position => broken.SampleOf(position) == lost))
        {
            var exception = Assert.Throws<ArgumentException>(() => module.call(broken.Input()));
            Assert.Contains($"sample {lost}", exception.Message, StringComparison.Ordinal);
        }
        else
        {
            TensorAssert.Finite(module.call(broken.Input()).Fused, "fused");
        }
    }

    [Property(MaxTest = Few, Arbitrary = [typeof(FusionCases)])]
    public void ZeroValidRowsGiveZerosAndAnAttachedZeroLoss(FusionCase drawn)
    {
        foreach (var empty in EmptyForms(drawn))
        {
            foreach (var training in Modes)
            {
                using var scope = NewDisposeScope();
                using var module = Build(empty, training);
                var before = ModuleState.Copy(module);
                var noise = TensorAssert.Bits(module.Noise.get_state());
                var (fused, loss) = module.call(empty.Input());

                Assert.Equal([.. empty.Leading, empty.OutputFeatures], fused.shape);
                Assert.Equal(empty.Dtype, fused.dtype);
                TensorAssert.Zero(fused, "fused");
                ModuleState.Same(before, module.state_dict());
                Assert.Equal(noise, TensorAssert.Bits(module.Noise.get_state()));
                if (loss is null)
                    continue;

                Assert.Equal(0, loss.to_type(ScalarType.Float64).item<double>());
                Assert.True(loss.requires_grad);
                loss.backward();
                Assert.All(ModuleState.Gradients(module), pair => TensorAssert.Zero(pair.Value ?? zeros(1), pair.Key));
            }
        }
    }

    [Property(MaxTest = Few, Arbitrary = [typeof(FusionCases)])]
    public void InputsAreNeitherChangedNorDisposed(FusionCase drawn)
    {
        foreach (var training in Modes)
        {
            using var scope = NewDisposeScope();
            using var module = Build(drawn, training);
            var values = Leaves(drawn);
            var (mask, present) = (drawn.PaddingMask(), drawn.PresentMatrix());
            Tensor[] inputs = [.. values.OfType<Tensor>(), .. new[] { mask, present }.OfType<Tensor>()];
            var before = inputs.Select(TensorAssert.Bits).ToArray();

            var output = module.call(new FusionInput(values, mask, present));
            if (drawn.ValidPositions.Length > 0)
                Total(output).backward();
            output.Dispose();

            Assert.All(inputs, input => Assert.False(input.IsInvalid));
            Assert.Equal(before, inputs.Select(TensorAssert.Bits));
            Assert.All(values.OfType<Tensor>(), value => Assert.True(value.requires_grad));
        }
    }

    [Property(MaxTest = Few, Arbitrary = [typeof(FusionCases)])]
    public void OutputsShareNoMemoryWithInputsOrParameters(FusionCase drawn)
    {
        foreach (var training in Modes)
        {
            using var scope = NewDisposeScope();
            using var module = Build(drawn, training);
            using var noGrad = no_grad();
            var values = drawn.Values();
            var before = values.OfType<Tensor>().Select(TensorAssert.Bits).ToArray();
            var output = module.call(drawn.Input(values));
            var state = ModuleState.Copy(module);
            Tensor[] results = [output.Fused, .. output.Terms.Values, .. output.Loss is { } loss ? [loss] : Array.Empty<Tensor>()];
            foreach (var result in results)
                result.fill_(100);

            Assert.Equal(before, values.OfType<Tensor>().Select(TensorAssert.Bits));
            ModuleState.Same(state, module.state_dict());
        }
    }

    [Property(MaxTest = Few, Arbitrary = [typeof(FusionCases)])]
    public void DisposingTheOutputFreesAllThatForwardMade(FusionCase drawn)
    {
        foreach (var training in Modes)
        {
            using var scope = NewDisposeScope();
            using var module = Build(drawn, training);
            var input = drawn.Input();
            LiveTensors.StayFlat(2, () => module.call(input).Dispose());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LiveTensorsStayFlatOverAThousandSteps(bool training)
    {
        using var outer = NewDisposeScope();
        var busy = Simple with
        {
            Padding = [false, false, true, false, false, true, false, false],
            Present = [[true, true, true], [false, true, true], [true, true, true], [true, false, true]],
        };
        using var module = Build(busy.Sharing(options => options with { LossInEval = true, ModalityDropout = 0.2, AbsentFill = AbsentFill.Learned }), training);
        using var optimizer = optim.Adam(module.parameters());
        var input = busy.Input();
        LiveTensors.StayFlat(Steps, () =>
        {
            using var scope = NewDisposeScope();
            using var output = module.call(input);
            if (!training)
                return;

            module.zero_grad();
            Total(output).backward();
            optimizer.step();
        });
    }

    [Property(MaxTest = Few, Arbitrary = [typeof(FusionCases)])]
    public void TheSameSeedGivesTheSameBits(FusionCase drawn)
    {
        if (drawn.ValidPositions.Length == 0)
            return;

        using var scope = NewDisposeScope();
        var dropping = drawn.Sharing(options => options with { ModalityDropout = drawn.Gan.Normalization == Normalization.Batch ? 0 : 0.3 });
        var first = Train(dropping, disturb: false);
        var second = Train(dropping, disturb: true);
        Assert.Equal(first.Keys, second.Keys);
        foreach (var (name, tensor) in first)
            Assert.Equal(TensorAssert.Bits(tensor), TensorAssert.Bits(second[name]));
    }

    [Property(MaxTest = Few, Arbitrary = [typeof(FusionCases)])]
    public void ForwardLeavesTheGlobalGeneratorAlone(FusionCase drawn)
    {
        foreach (var training in Modes)
        {
            using var scope = NewDisposeScope();
            using var module = Build(drawn.Sharing(options => options with { ModalityDropout = drawn.Gan.Normalization == Normalization.Batch ? 0 : 0.3 }), training);
            var input = drawn.Input();
            var before = TensorAssert.Bits(random.get_rng_state());
            var output = module.call(input);
            if (drawn.ValidPositions.Length > 0)
                Total(output).backward();
            Assert.Equal(before, TensorAssert.Bits(random.get_rng_state()));
        }
    }

    [Property(MaxTest = Few, Arbitrary = [typeof(FusionCases)])]
    public void TheStateOfNoiseReproducesADraw(FusionCase drawn)
    {
        using var scope = NewDisposeScope();
        using var module = Build(drawn.Sharing(options => options with { ModalityDropout = drawn.Gan.Normalization == Normalization.Batch ? 0 : 0.3 }), training: true);
        var input = drawn.Input();
        module.call(input);
        var state = module.Noise.get_state();
        var first = module.call(input).Fused;
        module.Noise.set_state(state);
        TensorAssert.Same(first, module.call(input).Fused, "fused");
    }

    [Property(MaxTest = Few, Arbitrary = [typeof(FusionCases)])]
    public void ConvertingTheDtypeConvertsEverything(FusionCase drawn)
    {
        foreach (var dtype in new[] { ScalarType.Float64, ScalarType.Float32, ScalarType.BFloat16, ScalarType.Float16 })
        {
            using var scope = NewDisposeScope();
            using var module = Build(drawn, training: false);
            var before = ModuleState.Copy(module);
            module.to(dtype);
            var after = module.state_dict();
            Assert.Equal(before.Keys, after.Keys);
            foreach (var (name, tensor) in before)
                TensorAssert.Same(tensor.is_floating_point() ? tensor.to_type(dtype) : tensor, after[name], name);

            using var built = Build(drawn with { Dtype = dtype }, training: false);
            built.load_state_dict(after);
            var converted = drawn with { Dtype = dtype };
            foreach (var training in Modes)
            {
                module.train(training);
                built.train(training);
                TensorAssert.Same(built.call(converted.Input()), module.call(converted.Input()));
                ModuleState.Same(built.state_dict(), module.state_dict());
            }

            var other = dtype == ScalarType.Float32 ? ScalarType.Float64 : ScalarType.Float32;
            var refusal = Assert.Throws<ArgumentException>(() => module.call((drawn with { Dtype = other }).Input()));
            Assert.Contains($"expected dtype {dtype}, found {other}", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AnOptimiserBuiltAfterTheConversionTrainsTheConvertedModule()
    {
        using var scope = NewDisposeScope();
        using var module = Build(Simple, training: true);
        module.to(ScalarType.Float64);
        using var optimizer = optim.Adam(module.parameters(), lr: 0.01);
        var before = ModuleState.Copy(module);
        Total(module.call((Simple with { Dtype = ScalarType.Float64 }).Input())).backward();
        optimizer.step();
        Assert.All(module.named_parameters().Where(pair => pair.parameter.grad is not null && TensorAssert.Moves(pair.parameter.grad)), pair =>
            Assert.NotEqual(TensorAssert.Numbers(before[pair.name]), TensorAssert.Numbers(pair.parameter)));
    }

    [Fact]
    public void EveryWayToCallRunsHooksOnce()
    {
        using var scope = NewDisposeScope();
        using var module = Build(Simple, training: false);
        var (before, after) = (0, 0);
        module.register_forward_pre_hook((_, input) =>
        {
            before++;
            return input;
        });
        module.register_forward_hook((_, _, output) =>
        {
            after++;
            return output;
        });
        var values = Simple.Values();
        module.call(values);
        module.call(new FusionInput(values));
        module.call(Simple.Modalities.Select((modality, m) => (modality.Name, values[m])).ToDictionary(pair => pair.Name, pair => pair.Item2!));
        Assert.Equal((3, 3), (before, after));
    }

    [Property(MaxTest = Few, Arbitrary = [typeof(FusionCases)])]
    public void ByNameEqualsByPositionInAnyOrder(FusionCase drawn)
    {
        using var scope = NewDisposeScope();
        using var module = Build(drawn, training: false);
        var values = drawn.Values();
        var named = new Dictionary<string, Tensor>();
        for (var m = values.Length - 1; m >= 0; m--)
            if (values[m] is { } value)
                named[drawn.Modalities[m].Name] = value;

        TensorAssert.Same(module.call(drawn.Input(values)), module.call(named, drawn.PaddingMask(), drawn.PresentMatrix()));
    }

    [Fact]
    public void ANullByPositionIsAnAbsentModalityWhereverItStands()
    {
        using var scope = NewDisposeScope();
        using var module = Build(Simple, training: false);
        var (text, audio, video) = (Simple.Values()[0]!, Simple.Values()[1]!, Simple.Values()[2]!);
        FusionOutput By(params Tensor?[] values) => module.call(new FusionInput(values));
        TensorAssert.Same(By(null, audio, video), module.call(null, audio, video));
        TensorAssert.Same(By(text, null, video), module.call(text, null, video));
        TensorAssert.Same(By(text, audio, null), module.call(text, audio, null));
        TensorAssert.Same(By(null, null, video), module.call(null, null, video));
        TensorAssert.Same(By(text, audio, video), module.call([text, audio, video]));

        using var pair = Build(Simple with { Modalities = Simple.Modalities[..2], Given = [true, true] }, training: false);
        TensorAssert.Same(pair.call(new FusionInput([null, audio])), pair.call(null, audio));
    }

    [Property(MaxTest = Few, Arbitrary = [typeof(FusionCases)])]
    public void StateDictKeysAreTheSameInsideAReflectingParent(FusionCase drawn)
    {
        using var module = Build(drawn, training: true);
        string[] own = [.. module.state_dict().Keys];
        long parameters = module.parameters().Count();
        using var parent = new ReflectingParent(module);
        Assert.Equal(own.Select(key => $"fusion.{key}"), parent.state_dict().Keys);
        Assert.Equal(own.Length, own.Distinct().Count());
        Assert.Equal(parameters, parent.parameters().Count());
    }

    [Fact]
    public void EvaluationIsSafeFromSeveralThreads()
    {
        using var scope = NewDisposeScope();
        using var module = Build(Simple, training: false);
        var inputs = Enumerable.Range(0, 8).Select(stream => Simple.Input(Simple.Values(stream))).ToArray();
        var expected = inputs.Select(input => TensorAssert.Numbers(module.call(input).Fused)).ToArray();
        var actual = new double[inputs.Length][];
        Parallel.For(0, inputs.Length, i =>
        {
            for (var repeat = 0; repeat < 20; repeat++)
            {
                using var output = module.call(inputs[i]);
                actual[i] = TensorAssert.Numbers(output.Fused);
            }
        });
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void CudaGivesWhatTheCpuGives()
    {
        Assert.SkipUnless(cuda.is_available(), "no CUDA device");
        using var scope = NewDisposeScope();
        // Noise and dropout are drawn on the CPU either way, so they are the same.
        var noisy = (Simple with { Dtype = ScalarType.Float64, Gan = Simple.Gan with { NoiseStd = 0.1 }, Padding = [false, true, false, false, false, true, false, false], Present = [[true, true, true], [true, false, true], [true, true, true], [false, true, true]] }).Sharing(options => options with { AbsentFill = AbsentFill.Learned });
        using var host = Build(noisy, training: true);
        using var device = Build(noisy, training: true);
        device.to(CUDA);
        var expected = host.call(noisy.Input());
        Tensor Move(Tensor? tensor) => tensor!.cuda();
        var actual = device.call(new FusionInput([.. noisy.Values().Select(Move)], Move(noisy.PaddingMask()), Move(noisy.PresentMatrix())));
        Total(expected).backward();
        Total(actual).backward();
        TensorAssert.Close(expected.Fused, actual.Fused.cpu(), 1e-9, "fused");
        Assert.Equal(HasLoss, expected.Loss is not null && actual.Loss is not null);
        if (expected.Loss is { } loss)
            TensorAssert.Close(loss, actual.Loss!.cpu(), 1e-9, "loss");
        foreach (var (name, gradient) in ModuleState.Gradients(host))
            TensorAssert.Close(gradient!, ModuleState.Gradients(device)[name]!.cpu(), 1e-8, name);
        Assert.Contains("found cpu", Assert.Throws<ArgumentException>(() => device.call(noisy.Input())).Message, StringComparison.Ordinal);

        device.to(CPU);
        Assert.All(device.state_dict().Values, tensor => Assert.Equal(DeviceType.CPU, tensor.device_type));
        device.call(noisy.Input());
    }

    [Fact]
    public void ModalityDropoutDropsAtItsRatePerSampleAndOnlyInTraining()
    {
        const double rate = 0.3;
        const int samples = 3000;
        using var scope = NewDisposeScope();
        var wide = Simple with { Leading = [samples, 2], OutputFeatures = 5, Dtype = ScalarType.Float64 };
        using var module = Build(wide.Sharing(options => options with { ModalityDropout = rate }), training: true);
        var values = Leaves(wide);
        Total(module.call(values)).backward();

        // An absent slot gets no gradient; with two positions per sample a live one gets some in nearly every sample.
        var live = values.Select(value => value!.grad!.ne(0).any(2)).ToArray();
        foreach (var positions in live)
        {
            var dropped = positions.any(1).logical_not().to_type(ScalarType.Float64).mean().item<double>();
            Assert.InRange(dropped, 0.26, 0.33);
            // Dropped together or not at all.
            Assert.InRange(positions.select(1, 0).ne(positions.select(1, 1)).to_type(ScalarType.Float64).mean().item<double>(), 0, 0.02);
        }

        module.eval();
        using var without = Build(wide, training: false);
        without.load_state_dict(module.state_dict());
        TensorAssert.Same(without.call(values.Select(value => value!.detach()).ToArray()).Fused, module.call(values.Select(value => value!.detach()).ToArray()).Fused, "eval");
    }

    /// <summary>A case that trains under every default: three modalities, eight rows.</summary>
    protected static FusionCase Simple { get; } = new()
    {
        Modalities = [("text", 3), ("audio", 4), ("video", 2)],
        OutputFeatures = 3,
        Leading = [4, 2],
        Dtype = ScalarType.Float32,
        Padding = null,
        Present = null,
        Given = [true, true, true],
        Auto = new AutoFusionOptions(),
        Gan = new GANFusionOptions { DiscriminatorHidden = 4 },
        Seed = 20,
    };

    protected static IReadOnlyList<bool> Modes { get; } = [true, false];

    /// <summary>A scalar that depends on all that forward returns.</summary>
    protected static Tensor Total(FusionOutput output)
    {
        var fused = output.Fused.square().sum();
        return output.Loss is { } loss ? loss + fused.to_type(loss.dtype) : fused;
    }

    protected static Tensor?[] Leaves(FusionCase drawn) => [.. drawn.Values().Select(value => value?.requires_grad_(true))];

    protected FusionModule Build(FusionCase drawn, bool training)
    {
        manual_seed(drawn.Seed);
        var module = Create(drawn);
        module.train(training);
        return module;
    }

    private static void RequireGradientOfLiveSlotsOnly(FusionCase drawn, Tensor? gradient, int modality)
    {
        if (gradient is null)
            return;

        TensorAssert.Finite(gradient, $"gradient of input {modality}");
        var rows = gradient.reshape(drawn.Positions, drawn.Modalities[modality].Features);
        for (var position = 0; position < drawn.Positions; position++)
            if (!drawn.IsLive(position, modality))
                TensorAssert.Zero(rows[position], $"gradient of input {modality} at position {position}");
    }

    private static IEnumerable<FusionCase> EmptyForms(FusionCase drawn)
    {
        yield return drawn with { Padding = [.. Enumerable.Repeat(true, (int)drawn.Positions)] };
        yield return drawn with { Leading = [0], Padding = null, Present = drawn.Present is null ? null : [] };
        yield return drawn with { Leading = [2, 0, 3], Padding = [], Present = null };
    }

    private Dictionary<string, Tensor> Train(FusionCase drawn, bool disturb)
    {
        using var module = Build(drawn, training: true);
        using var optimizer = optim.SGD(module.parameters(), 0.01);
        for (var step = 0; step < 3; step++)
        {
            if (disturb)
                rand(7);
            module.zero_grad();
            Total(module.call(drawn.Input(drawn.Values(step)))).backward();
            optimizer.step();
        }

        return ModuleState.Copy(module);
    }

    private sealed class ReflectingParent : nn.Module<Tensor, Tensor>
    {
#pragma warning disable IDE0052, CA1823 // Reflection reads it.
        private readonly FusionModule fusion;
#pragma warning restore IDE0052, CA1823

        public ReflectingParent(FusionModule fusion)
            : base(nameof(ReflectingParent))
        {
            this.fusion = fusion;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input.alias();
    }
}
