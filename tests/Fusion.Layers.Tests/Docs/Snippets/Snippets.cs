// snippet: usings
using Fusion.Layers;
using TorchSharp;
using static TorchSharp.torch;
// end
using Xunit;

// Outside the package's namespace: the snippets see it as a reader's program does.
namespace DocSnippets;

/// <summary>
/// The blocks of C# in README.md and docs/*.md, between the markers <c>// snippet: name</c> and <c>// end</c>;
/// DocsTests compares the pages with the files of this folder. What stands outside the markers is set-up and what the page says about the result.
/// Blocks that need more than the usings of the README show them, and stand in a file that has those alone.
/// </summary>
public sealed class Snippets
{
    private static Tensor Labels(long rows) => randint(0, 4, [rows], ScalarType.Int64);

    [Fact]
    public void AutoFusionReplacesACat()
    {
        (Tensor, Tensor, Tensor)[] batches = [(randn(8, 256), randn(8, 50), Labels(8)), (randn(8, 256), randn(8, 50), Labels(8))];
        using var seen = new GradientWatch();

        // snippet: autofusion
        var fuse = torch.nn.AutoFusion([("text", 256), ("audio", 50)], 100);    // was: cat([text, audio], -1)
        var head = torch.nn.Linear(100, 4);
        var total = torch.nn.MultiTaskLoss(("task", 1.0), ("fusion", 0.1));
        var optimizer = torch.optim.Adam([.. fuse.parameters(), .. head.parameters()], 1e-3);

        foreach (var (text, audio, label) in batches)                           // (B, 256), (B, 50), (B)
        {
            using var scope = torch.NewDisposeScope();
            var (fused, loss) = fuse.call(text, audio);                         // (B, 100) and a scalar
            var task = torch.nn.functional.cross_entropy(head.call(fused), label);
            optimizer.zero_grad();
            total.call(task, loss).backward();
            optimizer.step();
        }
        // end

        seen.AllReached(fuse, head);
    }

    [Fact]
    public void GANFusionTrainsJointly()
    {
        (Tensor, Tensor, Tensor, Tensor)[] batches = [(randn(8, 256), randn(8, 50), randn(8, 128), Labels(8))];
        using var seen = new GradientWatch();
        var sample = batches[0];

        // snippet: ganfusion
        var fuse = torch.nn.GANFusion([("text", 256), ("audio", 50), ("video", 128)], 100);
        var head = torch.nn.Linear(100, 4);
        var total = torch.nn.MultiTaskLoss(("task", 1.0), ("fusion", 0.1));
        var optimizer = torch.optim.Adam([.. fuse.parameters(), .. head.parameters()], 1e-3);

        foreach (var (text, audio, video, label) in batches)
        {
            using var scope = torch.NewDisposeScope();
            var (fused, loss) = fuse.call(text, audio, video);                  // the loss holds both players
            var task = torch.nn.functional.cross_entropy(head.call(fused), label);
            optimizer.zero_grad();
            total.call(task, loss).backward();                                  // one backward
            optimizer.step();                                                   // one step, discriminators included
        }

        fuse.eval();                                                            // only generators and F_c run; the loss is null
        // end

        seen.AllReached(fuse, head);
        using var output = fuse.call(sample.Item1, sample.Item2, sample.Item3);
        Assert.Null(output.Loss);
    }

    [Fact]
    public void ModalitiesMayBeAbsent()
    {
        using var outer = NewDisposeScope();
        var fuse = torch.nn.AutoFusion([("text", 256), ("audio", 50)], 100);
        var text = randn(3, 256);
        var audio = randn(3, 50);
        audio[1] = double.NaN;

        // snippet: absent
        var textOnly = fuse.call(text, null);                                   // audio is absent from the whole batch
        var byName = fuse.call(new Dictionary<string, Tensor> { ["text"] = text });     // the same

        var present = tensor(new[,] { { true, true }, { true, false }, { true, true } });
        var (fused, loss) = fuse.call(new FusionInput([text, audio], present: present));        // sample 1 has no audio
        // end

        Assert.True(textOnly.Fused.allclose(byName.Fused));
        Assert.True(fused.isfinite().all().item<bool>());
        Assert.True(loss!.isfinite().item<bool>());
        Assert.True(fused[1].allclose(textOnly.Fused[1], 1e-5, 1e-6));
    }

    [Fact]
    public void AutoFusionOptionsAreRecords()
    {
        // snippet: autofusion-options
        var options = AutoFusionOptions.Default with
        {
            HiddenFeatures = 64,
            DetachTarget = true,                    // encoders get no gradient as the target
            ModalityWeights = [1, 0.1],             // audio counts a tenth
        };
        var fuse = new AutoFusion([("text", 256), ("audio", 50)], 100, options);
        // end

        Assert.Equal([64, 306], fuse.state_dict()["fuse_in.0.weight"].shape);
    }

    [Fact]
    public void AutoFusionReadsWidthsFromExamples()
    {
        using var outer = NewDisposeScope();
        var states = randn(2, 5, 256);
        var frames = randn(2, 5, 50);

        // snippet: autofusion-like
        var fuse = AutoFusion.Like([states, frames], 100);      // modalities m0 and m1, 256 and 50 wide
        var same = torch.nn.AutoFusion([256, 50], 100);         // the widths by hand
        // end

        Assert.Equal(fuse.Modalities, same.Modalities);
        Assert.Equal([("m0", 256L), ("m1", 50L)], fuse.Modalities.Select(modality => (modality.Name, modality.Features)));
    }

    [Fact]
    public void OlderLanguagesHaveAnOrdinaryMethod()
    {
        // snippet: fusion-nn
        var fuse = FusionNN.AutoFusion([("text", 256), ("audio", 50)], 100);
        // end

        Assert.Equal(100, fuse.OutputFeatures);
    }

    [Fact]
    public void AutoFusionShowsWhatEachModalityKeeps()
    {
        using var outer = NewDisposeScope();
        var fuse = torch.nn.AutoFusion([("text", 256), ("audio", 50)], 100);
        var (text, audio) = (randn(4, 256), randn(4, 50));

        // snippet: autofusion-terms
        using var output = fuse.call(text, audio);
        var textError = output.Terms["reconstruction/text"].item<float>();
        var audioError = output.Terms["reconstruction/audio"].item<float>();

        var code = fuse.encode(cat([text, audio], -1));         // T of equation 1, the same values as output.Fused
        var back = fuse.decode(code).split([256, 50], -1);      // F_c of equation 1, one block per modality
        // end

        Assert.True(code.allclose(output.Fused));
        Assert.Equal(textError, (back[0] - text).square().mean().item<float>(), 1e-5);
        Assert.Equal(audioError, (back[1] - audio).square().mean().item<float>(), 1e-5);
    }

    [Fact]
    public void AlternatingTrainingStepsThePlayersApart()
    {
        using var outer = NewDisposeScope();
        var total = torch.nn.MultiTaskLoss(("task", 1.0), ("fusion", 0.1));
        var (text, audio) = (randn(4, 32), randn(4, 8));
        var task = (Tensor fused) => fused.square().mean();

        // snippet: ganfusion-alternating
        var options = GANFusionOptions.Default with { Training = GANTraining.Alternating };
        var fuse = new GANFusion([("text", 32), ("audio", 8)], 16, options);
        var players = torch.optim.Adam(fuse.fusion_parameters(), 1e-3);
        var judges = torch.optim.Adam(fuse.discriminator_parameters(), 1e-3);
        var input = new FusionInput([text, audio]);

        judges.zero_grad();
        fuse.discriminator_loss(input).backward();              // reaches the discriminators alone
        judges.step();

        players.zero_grad();
        var (fused, loss) = fuse.call(input);                   // the generators' side and the reconstruction
        total.call(task(fused), loss).backward();               // reaches everything but the discriminators
        players.step();
        // end

        Assert.All(fuse.fusion_parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    [Fact]
    public void GANFusionReportsTheGame()
    {
        using var outer = NewDisposeScope();
        var fuse = torch.nn.GANFusion([("text", 32), ("audio", 8)], 16);
        var (text, audio) = (randn(4, 32), randn(4, 8));
        var lines = new List<string>();

        // snippet: ganfusion-terms
        using var output = fuse.call(text, audio);
        foreach (var (name, value) in output.Terms.OrderBy(term => term.Key))
            lines.Add($"{name} {value.item<float>():F3}");
        // end

        Assert.Equal(output.Terms.Count, lines.Count);
        Assert.Contains(lines, line => line.StartsWith("accuracy.fake/audio ", StringComparison.Ordinal));
    }

    [Fact]
    public void WassersteinNeedsABoundedCritic()
    {
        using var outer = NewDisposeScope();
        var (text, audio) = (randn(4, 32), randn(4, 8));

        // snippet: ganfusion-wasserstein
        var options = GANFusionOptions.Default with
        {
            Objective = Objective.Wasserstein,
            Normalization = Normalization.Layer,
            SpectralNorm = true,
        };
        var fuse = new GANFusion([("text", 32), ("audio", 8)], 16, options);
        // end

        var (_, loss) = fuse.call(text, audio);
        Assert.True(loss!.isfinite().item<bool>());
        Assert.Throws<ArgumentException>(() => new GANFusion([("text", 32), ("audio", 8)], 16, options with { SpectralNorm = false }));
    }

    [Fact]
    public void LossesAreWeighedThreeWays()
    {
        using var outer = NewDisposeScope();
        var model = torch.nn.Linear(2, 1);
        var taskLoss = model.call(randn(3, 2)).square().mean();
        Tensor? fusionLoss = null;

        // snippet: multitask-fixed
        var total = torch.nn.MultiTaskLoss(("task", 1.0), ("fusion", 0.1));
        var loss = total.call(taskLoss, fusionLoss);                            // a null loss is skipped
        var same = total.call(new Dictionary<string, Tensor?> { ["task"] = taskLoss });
        // end

        Assert.Equal(taskLoss.item<float>(), loss.item<float>());
        Assert.Equal(taskLoss.item<float>(), same.item<float>());

        // snippet: multitask-uncertainty
        var learned = MultiTaskLoss.Uncertainty("task", "fusion");
        var optimizer = torch.optim.Adam([.. model.parameters(), .. learned.parameters()], 1e-3);
        // end

        Assert.Equal(0.5, learned.Weights["task"]);
        learned.call(taskLoss, taskLoss).backward();
        optimizer.step();
        Assert.NotEqual(0.5, learned.Weights["task"]);

        // snippet: multitask-dwa
        var dynamic = MultiTaskLoss.DynamicWeightAverage(2, "task", "fusion");
        for (var epoch = 0; epoch < 3; epoch++)
        {
            dynamic.call(taskLoss, taskLoss);                                   // every batch of the epoch
            dynamic.step();                                                     // once after the epoch
        }
        // end

        Assert.Equal(2, dynamic.Weights.Values.Sum(), 1e-9);
    }

    [Fact]
    public void PCGradReconcilesSharedParameters()
    {
        using var outer = NewDisposeScope();
        var encoder = torch.nn.Linear(4, 3);
        var head = torch.nn.Linear(3, 1);
        var shared = encoder.call(randn(5, 4));
        var taskLoss = head.call(shared).square().mean();
        var fusionLoss = (shared.square().mean() - 1).square();
        var optimizer = torch.optim.SGD([.. encoder.parameters(), .. head.parameters()], 0.1);

        // snippet: pcgrad
        optimizer.zero_grad();
        PCGrad.backward([taskLoss, 0.1 * fusionLoss], encoder.parameters());    // instead of total.call(...).backward()
        optimizer.step();
        // end

        Assert.All(encoder.parameters(), parameter => Assert.NotNull(parameter.grad));
        Assert.All(head.parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    [Fact]
    public void InputsComeByPositionByNameOrWhole()
    {
        using var outer = NewDisposeScope();
        var fuse = torch.nn.AutoFusion([("text", 16), ("audio", 4)], 8);
        var (text, audio) = (randn(2, 5, 16), randn(2, 5, 4));
        var padding = zeros(2, 5, dtype: ScalarType.Bool);
        var present = ones(2, 2, dtype: ScalarType.Bool);

        // snippet: inputs
        var byPosition = fuse.call(text, audio);
        var byName = fuse.call(new Dictionary<string, Tensor> { ["audio"] = audio, ["text"] = text }, padding, present);
        var whole = fuse.call(new FusionInput([text, audio], padding, present));
        // end

        Assert.True(byPosition.Fused.allclose(byName.Fused));
        Assert.True(byPosition.Fused.allclose(whole.Fused));
    }

    [Fact]
    public void OutputsBelongToTheCaller()
    {
        var fuse = torch.nn.AutoFusion([("text", 16), ("audio", 4)], 8);
        using var text = randn(2, 16);
        using var audio = randn(2, 4);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        // snippet: output-lifetime
        using (var output = fuse.call(text, audio))             // disposes Fused, Loss and every term
            Console.WriteLine(output.Loss!.item<float>());

        using (var scope = torch.NewDisposeScope())             // the same for a deconstructed output
        {
            var (fused, loss) = fuse.call(text, audio);
        }
        // end

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void TrainingCanDropModalities()
    {
        using var outer = NewDisposeScope();
        var (text, audio) = (randn(64, 16), randn(64, 4));

        // snippet: modality-dropout
        var options = AutoFusionOptions.Default with { ModalityDropout = 0.2, AbsentFill = AbsentFill.Learned, Seed = 7 };
        var fuse = new AutoFusion([("text", 16), ("audio", 4)], 8, options);
        // end

        var (_, loss) = fuse.call(text, audio);
        loss!.backward();
        Assert.Contains("absent.audio", fuse.state_dict().Keys);
    }

    [Fact]
    public void ErrorsNameWhatDoesNotFit()
    {
        using var outer = NewDisposeScope();
        var fuse = torch.nn.AutoFusion([("text", 16), ("audio", 4)], 8);
        var (text, audio) = (randn(2, 16), randn(2, 5));
        string? message;

        // snippet: errors
        try
        {
            fuse.call(text, audio);
            message = null;
        }
        catch (ArgumentException error)
        {
            message = error.Message;    // modality 'audio': expected shape (*, 4), found (2, 5).
        }
        // end

        Assert.StartsWith("modality 'audio': expected shape (*, 4), found (2, 5).", message);
    }

    [Fact]
    public void WeightsPassThroughSafetensors()
    {
        using var outer = NewDisposeScope();
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "autofusion.safetensors");

            // snippet: safetensors
            var trained = torch.nn.AutoFusion([("text", 256), ("audio", 50)], 100);
            trained.save_safetensors(path);

            var restored = torch.nn.AutoFusion([("text", 256), ("audio", 50)], 100);
            restored.load_safetensors(path);                    // strict: names must match exactly
            var names = restored.load_safetensors(path, strict: false);     // only the names in both
            Console.WriteLine($"{names.Missing.Count} missing, {names.Unexpected.Count} unexpected");
            // end

            Assert.Empty(names.Missing);
            Assert.Empty(names.Unexpected);

            // snippet: safetensors-tensors
            var tensors = Safetensors.load(path);               // IReadOnlyDictionary<string, Tensor>, on the CPU
            Safetensors.save(tensors, path);
            // end

            Assert.Equal(trained.state_dict().Keys.Order(), tensors.Keys.Order());
            Assert.True(trained.state_dict()["fuse_in.0.weight"].allclose(restored.state_dict()["fuse_in.0.weight"]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void WeightsAreSavedAndLoaded()
    {
        using var outer = NewDisposeScope();
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "fuse.safetensors");
            var (text, audio) = (randn(3, 256), randn(3, 50));
            var fuse = torch.nn.AutoFusion([("text", 256), ("audio", 50)], 100);

            // snippet: save-load
            fuse.save_safetensors(path);                                            // parameters and statistics

            var restored = torch.nn.AutoFusion([("text", 256), ("audio", 50)], 100); // the same modalities and options
            restored.load_safetensors(path);
            restored.eval();
            // end

            fuse.eval();
            Assert.True(fuse.call(text, audio).Fused.allclose(restored.call(text, audio).Fused));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void AModuleMovesBeforeItsOptimiserIsBuilt()
    {
        using var outer = NewDisposeScope();

        // snippet: device
        var device = torch.cuda.is_available() ? torch.CUDA : torch.CPU;
        var fuse = torch.nn.GANFusion([("text", 32), ("audio", 8)], 16).to(device);
        var optimizer = torch.optim.Adam(fuse.parameters(), 1e-3);      // after the move: to() replaces parameters
        var (fused, loss) = fuse.call(randn(4, 32, device: device), randn(4, 8, device: device));
        // end

        loss!.backward();
        optimizer.step();
        Assert.Equal(device.type, fused.device_type);
    }

    /// <summary>Remembers a dispose scope for a training example and asks, at its end, whether every parameter got a gradient.</summary>
    private sealed class GradientWatch : IDisposable
    {
        private readonly DisposeScope _scope = NewDisposeScope();

        public void AllReached(params nn.Module[] modules)
        {
            foreach (var module in modules)
                Assert.All(module.parameters(), parameter => Assert.NotNull(parameter.grad));
        }

        public void Dispose() => _scope.Dispose();
    }
}
