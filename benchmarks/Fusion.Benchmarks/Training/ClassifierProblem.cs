using Fusion.Layers;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Experiments;
using Fusion.Reference.Models;
using Fusion.Reference.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Training;

/// <summary>The emotion classifier with the recipe of IEMOCAP: text through a bidirectional LSTM, eight speech features, 100 utterances a batch.</summary>
/// <param name="adversarial">GANFusion instead of AutoFusion.</param>
internal sealed class ClassifierProblem(bool adversarial) : TrainingProblem
{
    private const int Count = 10;
    private const int Words = 2500;
    private const int Shortest = 11;

    private static readonly IemocapRecipe Recipe = new();

    public override string Name => $"classifier/{(adversarial ? "ganfusion" : "autofusion")}/batch-{Recipe.BatchSize}/train";

    public override int ComparableSteps => adversarial ? 5 : base.ComparableSteps;

    public override TrainingSettings Settings => new("classifier", Recipe.LearningRate, Recipe.ClipNorm, Recipe.FusionWeight, Recipe.Dropout, Recipe.NoiseStd, LabelSmoothing: 0);

    public override long ItemsPerStep => Recipe.BatchSize;

    public override nn.Module Build(TrainingVariant variant) => ModelWeights.Draw(Seed, () => Model(variant)).to(variant.Dtype).to(variant.Device);

    public override IReadOnlyList<Func<StepLosses>> Batches(nn.Module model, TrainingVariant variant)
    {
        var classifier = (ClassifierModel<EmotionInput>)model;
        return [.. Rows().Select<Utterances, Func<StepLosses>>(batch => () => Losses(classifier, batch.On(variant.Device, variant.Dtype)))];
    }

    public override IReadOnlyDictionary<string, Tensor> Tensors(ScalarType dtype)
    {
        var tensors = new Dictionary<string, Tensor>();
        foreach (var (index, batch) in Rows().Index())
        {
            tensors.Add($"{index}.tokens", PaddedLines.Tokens(batch.Lines));
            tensors.Add($"{index}.lengths", PaddedLines.Lengths(batch.Lines));
            tensors.Add($"{index}.audio", batch.Audio(dtype));
            tensors.Add($"{index}.labels", tensor(batch.Labels));
        }

        return tensors;
    }

    private static StepLosses Losses(ClassifierModel<EmotionInput> classifier, IemocapBatch batch) =>
        ModelLosses.Of(classifier, IemocapTask.InputOf(batch), batch.Labels);

    private FusionClassifier<EmotionInput> Model(TrainingVariant variant)
    {
        var noise = new DropoutNoise();
        var dropout = variant.Dropout ? Recipe.Dropout : 0;
        var text = new TextEncoder(Words, Recipe.WordFeatures, Recipe.TextHidden, Recipe.ForgetBias, Recipe.TextDirections, dropout, noise);
        var audio = new AudioLstm(Utterances.AudioFeatures, Recipe.AudioHidden, dropout, noise);
        Modality[] modalities = [("text", text.OutputFeatures), ("audio", audio.OutputFeatures)];
        FusionModule fusion = adversarial
            ? new GANFusion(modalities, Recipe.Latent, new GANFusionOptions { NoiseStd = variant.Dropout ? Recipe.NoiseStd : 0 })
            : new AutoFusion(modalities, Recipe.Latent);
        return new FusionClassifier<EmotionInput>([("text", text), ("audio", audio)], fusion, Utterances.Classes, dropout, noise);
    }

    private static IEnumerable<Utterances> Rows()
    {
        var random = new SeededRandom(Seed);
        for (var i = 0; i < Count; i++)
            yield return Utterances.Of(random, GeneratedLines.Batch(random, Recipe.BatchSize, Words, Shortest));
    }
}
