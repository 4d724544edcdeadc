using Fusion.Benchmarks.Layers;
using Fusion.Benchmarks.Training;
using Fusion.Reference.Data;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Models.Translation;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Memory;

/// <summary>The layers at the sizes of the paper's classifier, with batches of one size and of many, and small models on sentences of all lengths.</summary>
internal static class MemoryCases
{
    private const int Seed = 1;
    private const int Rows = 32;
    private const int Words = 200;
    private const int ImageFeatures = 64;
    private const int Batches = 64;
    private const int LongestLine = 30;

    private static readonly IemocapRecipe Emotion = new() { WordFeatures = 32, TextHidden = 24, AudioHidden = 16, Latent = 16, DiscriminatorHidden = 32 };

    private static readonly TranslationRecipe Translation = new()
    {
        Modalities = ModalitySet.VT, WordFeatures = 32, TextHidden = 24, DecoderHidden = 32, Latent = 16, DiscriminatorHidden = 32, Beam = 3, MaxLength = 12,
    };

    /// <summary>All cases in their order.</summary>
    public static IReadOnlyList<MemoryCase> All { get; } =
    [
        .. from kind in Enum.GetValues<LayerKind>() from varied in new[] { false, true } from training in new[] { true, false } select Layer(kind, varied, training),
        .. from name in new[] { IemocapModels.Auto, IemocapModels.Gan } from training in new[] { true, false } select Classifier(name, training),
        .. from name in new[] { TranslationModels.Auto, TranslationModels.Gan } from training in new[] { true, false } select Translator(name, training),
    ];

    private static MemoryCase Layer(LayerKind kind, bool varied, bool training) => new($"{kind.ToString().ToLowerInvariant()}/{LayerShape.Small}/batch-{(varied ? $"2..{2 * Rows}" : Rows)}/{Use(training)}", () =>
    {
        int[] sizes = varied ? Sizes(2 * Rows) : [Rows];
        var module = LayerModules.New(kind, LayerShape.Small, LayerModules.NoiseStd, training);
        var rows = 0L;
        var layer = new ManagedLayer(module, () =>
        {
            var (fused, loss) = module.call([.. LayerShape.Small.Widths.Select(width => randn(rows, width))]);
            return (fused, loss);
        });
        return new MemoryLoop(Numbered(step => rows = sizes[step % sizes.Length], training ? layer.Step : WithoutGradient(layer.Forward)), layer);
    });

    private static MemoryCase Classifier(string name, bool training) => new($"classifier/{name}/{Use(training)}", () =>
    {
        var random = new SeededRandom(Seed);
        Utterances[] batches = [.. Sizes(16).Select(rows => Utterances.Of(random, Lines(random, rows)))];
        var model = ClassifierTraining.Model(name, Emotion, Words);
        if (training)
            return Training(ClassifierTraining.Run(model, Emotion, batches));
        model.eval();
        return new MemoryLoop(step => WithoutGradient(() => model.call(batches[step % batches.Length].Input()))(), model);
    });

    private static MemoryCase Translator(string name, bool training) => new($"translator/{name}/{Use(training)}", () =>
    {
        var random = new SeededRandom(Seed);
        LinePairs[] batches = [.. Sizes(8).Select(rows => new LinePairs(Lines(random, rows), Lines(random, rows)).WithImages(random, ImageFeatures))];
        var model = TranslatorTraining.Model(name, Translation, new TranslationSizes(Words, Words, ImageFeatures, null));
        if (training)
            return Training(TranslatorTraining.Run(model, Translation, batches));
        model.eval();
        var search = new BeamSearch(model, Translation.ToBeamOptions());
        return new MemoryLoop(step => WithoutGradient(() => search.Translate(batches[step % batches.Length].Input()))(), model);
    });

    private static MemoryLoop Training(TrainingRun run) => new(_ => run.Step(), run);

    private static string Use(bool training) => training ? "train" : "infer";

    private static Action<int> Numbered(Action<int> choose, Action run) => step =>
    {
        choose(step);
        run();
    };

    private static Action WithoutGradient(Action run) => () =>
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        run();
    };

    /// <summary>Numbers of rows from 2 on, the largest first: what it needs once is there after the first step.</summary>
    private static int[] Sizes(int most)
    {
        var random = new SeededRandom(Seed);
        return [most, .. Enumerable.Range(1, Batches - 1).Select(_ => 2 + random.Below(most - 1))];
    }

    private static long[][] Lines(SeededRandom random, int rows) => GeneratedLines.Batch(random, rows, Words, shortest: 1, LongestLine);
}
