using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Models;
using Fusion.Reference.Models.Translation;
using Fusion.Reference.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Experiments.Translation;

public class TranslationTaskTests
{
    [Theory]
    [InlineData(TranslationModels.Seq2Seq)]
    [InlineData(TranslationModels.ConcatMatched)]
    [InlineData(TranslationModels.ConcatMatchedAuto)]
    [InlineData(TranslationModels.Auto)]
    [InlineData(TranslationModels.Gan)]
    public void Every_model_trains_flat_and_translates(string name) => AssertTrainsFlatAndTranslates(name, SmallTranslation.Recipe with { Modalities = ModalitySet.VT });

    [Theory]
    [InlineData("TextLearner=Transformer", "TransformerLayers=1", "TransformerHidden=16", "Dropout=0.1")]
    [InlineData("TextDirections=AutoFusion")]
    [InlineData("TextDirections=Max", "AttendTo=VT")]
    [InlineData("AttendTo=V", "Start=Bridge")]
    [InlineData("Schedule=Alternating")]
    [InlineData("Schedule=ThreeStage")]
    [InlineData("Precision=BFloat16")]
    [InlineData("Precision=BFloat16", "TextLearner=Transformer", "TransformerLayers=1", "TransformerHidden=16")]
    [InlineData("Precision=BFloat16", "TextDirections=AutoFusion", "AttendTo=VT", "TiedOutput=false")]
    [InlineData("Precision=BFloat16", "Schedule=ThreeStage")]
    [InlineData("TextState=Cell")]
    [InlineData("TextState=Cell", "TextDirections=AutoFusion", "Precision=BFloat16")]
    [InlineData("Merges=60", "MergeDropout=0.5")]
    public void Every_option_trains_flat_and_translates(params string[] settings) =>
        AssertTrainsFlatAndTranslates(TranslationModels.Gan, RecipeSettings.Apply(SmallTranslation.Recipe with { Modalities = ModalitySet.VT }, settings).Validated());

    private static void AssertTrainsFlatAndTranslates(string name, TranslationRecipe recipe)
    {
        using var folder = new TemporaryFolder();
        using var corpus = SmallTranslation.Multi30k(folder);
        var data = SmallTranslation.Data(corpus, recipe);
        using var model = TranslationModels.Build(name, recipe, TranslationSizes.Of(data), 1, CPU);
        var task = new TranslationTask(data, model, recipe, 1, CPU);
        model.train();

        long[] live = [.. task.Batches(1).Select(Step)];

        Assert.Equal(live[1], live[^1]);
        model.eval();
        Assert.Equal(data.Splits.Tests[0].Count, task.Translate(data.Part(data.Splits.Tests[0])).Count);

        long Step(TranslationBatch batch)
        {
            using (batch)
            using (NewDisposeScope())
            {
                var losses = task.Losses(batch);
                Assert.Equal(ScalarType.Float32, losses.Task!.dtype);
                losses.Task.backward();
                Assert.True(losses.Task.isfinite().item<bool>());
            }

            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }
    }

    [Fact]
    public void The_states_of_every_learner_are_as_wide_as_the_decoder_takes_them_to_be()
    {
        foreach (var (speech, directions) in from speech in Enum.GetValues<SpeechLearner>() from directions in Enum.GetValues<TextDirections>() select (speech, directions))
        {
            var recipe = SmallTranslation.Recipe with { Modalities = ModalitySet.SVT, AttendTo = ModalitySet.SVT, SpeechLearner = speech, TextDirections = directions, SpeechHidden = 5 };
            using var model = TranslationModels.Build(TranslationModels.Auto, recipe, new TranslationSizes(9, 9, 4, 3), 1, CPU);
            Assert.Contains("decoder.key_speech.weight", model.state_dict().Keys);
        }
    }

    [Fact]
    public void Of_epochs_without_a_right_translation_the_one_of_least_loss_is_chosen()
    {
        using var folder = new TemporaryFolder();
        using var corpus = SmallTranslation.Multi30k(folder);
        // No four words in a row are right this early.
        var recipe = (SmallTranslation.Recipe with { MaxLength = 3 }).Validated();
        var data = SmallTranslation.Data(corpus, recipe);
        using var model = TranslationModels.Build(TranslationModels.Seq2Seq, recipe, TranslationSizes.Of(data), 1, CPU);
        var run = RunFolder.In(folder["run"], "multi30k", "row", 1);
        run.Open([], resume: true);
        var options = new TrainingOptions(1, 4, 9, recipe.LearningRate, recipe.ClipNorm, 1, 0, TranslationTask.BleuMetric) { TieBreaker = TranslationTask.LossMetric };

        var result = new Trainer<TranslationBatch>(new TranslationTask(data, model, recipe, 1, CPU), options, run).Run(TestContext.Current.CancellationToken);

        var history = HistoryFile.Read(run.HistoryFile);
        Assert.All(history, record => Assert.Equal(0, record.Validation["bleu"]));
        Assert.Equal(history.MinBy(record => record.Validation["loss"])!.Epoch, result.BestEpoch);
        Assert.NotEqual(1, result.BestEpoch);
    }

    [Theory]
    [InlineData("Schedule=Joint")]
    [InlineData("Schedule=Alternating")]
    [InlineData("Schedule=ThreeStage")]
    [InlineData("Schedule=Joint", "Precision=BFloat16")]
    [InlineData("Schedule=Alternating", "Precision=BFloat16")]
    [InlineData("Precision=BFloat16", "AverageDecay=0.9")]
    [InlineData("Merges=60", "MergeDropout=0.3")]
    public void A_run_stopped_between_epochs_goes_on_to_the_same_weights(params string[] settings)
    {
        using var folder = new TemporaryFolder();
        using var corpus = SmallTranslation.Multi30k(folder);
        var recipe = RecipeSettings.Apply(SmallTranslation.Recipe with { Modalities = ModalitySet.VT, Dropout = 0.3 }, settings).Validated();
        var data = SmallTranslation.Data(corpus, recipe);
        using var stop = new CancellationTokenSource();

        var whole = Train("whole", _ => { }, CancellationToken.None);
        Assert.Throws<OperationCanceledException>(() => Train("cut", _ => stop.Cancel(), stop.Token));
        var resumed = Train("cut", _ => { }, CancellationToken.None);

        Assert.Equal(whole, resumed);

        Dictionary<string, float[]> Train(string name, Action<EpochRecord> report, CancellationToken cancellation)
        {
            using var model = TranslationModels.Build(TranslationModels.Gan, recipe, TranslationSizes.Of(data), 1, CPU);
            var run = RunFolder.In(folder[name], "multi30k", "row", 1);
            run.Open([], resume: true);
            var options = new TrainingOptions(1, 3, 3, recipe.LearningRate, recipe.ClipNorm, 1, 0.1, TranslationTask.BleuMetric) { AverageDecay = recipe.AverageDecay, TieBreaker = TranslationTask.LossMetric };
            new Trainer<TranslationBatch>(new TranslationTask(data, model, recipe, 1, CPU), options, run, report).Run(cancellation);
            return model.state_dict().ToDictionary(item => item.Key, item => item.Value.to(ScalarType.Float32).data<float>().ToArray());
        }
    }

    [Fact]
    public void The_matched_concatenations_have_the_size_of_their_fusion()
    {
        using var folder = new TemporaryFolder();
        using var corpus = SmallTranslation.Multi30k(folder);
        var recipe = SmallTranslation.Recipe with { Modalities = ModalitySet.VT };
        var sizes = TranslationSizes.Of(SmallTranslation.Data(corpus, recipe));

        foreach (var (fusion, matched) in TranslationModels.Pairs)
            Assert.InRange(Size(matched), Size(fusion) - 20, Size(fusion) + 20);

        long Size(string name)
        {
            using var model = TranslationModels.Build(name, recipe, sizes, 1, CPU);
            return model.ParameterCount;
        }
    }

    [Fact]
    public void A_fusion_of_one_modality_is_refused()
    {
        var error = Assert.Throws<UserErrorException>(() => TranslationModels.Build(TranslationModels.Auto, SmallTranslation.Recipe, new TranslationSizes(9, 9, null, null), 1, CPU));

        Assert.Contains("autofusion: expected several modalities to fuse, found one", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_of_padding_count_for_nothing()
    {
        using var scope = NewDisposeScope();
        using var noise = new Reference.Models.DropoutNoise();
        using var encoder = new SpeechEncoder(3, 4, 0, noise);
        var frames = randn(2, 5, 3);
        var input = new TranslationInput(zeros(2, 1, dtype: ScalarType.Int64), ones(2, dtype: ScalarType.Int64)) { Speech = frames, SpeechLengths = tensor([5L, 2]) };

        var vectors = encoder.call(input).Vector;

        var alone = encoder.call(input with { Speech = frames[TensorIndex.Slice(1, 2), TensorIndex.Slice(0, 2)], SpeechLengths = tensor([2L]) }).Vector;
        Assert.True(allclose(alone[0], vectors[1], atol: 1e-6));
    }
}
