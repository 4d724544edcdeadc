using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Experiments;
using Fusion.Reference.Models;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Experiments;

public class IemocapTaskTests
{
    /// <summary>The published program passes the padding id of its text, 0, as the class to ignore: angry gives no loss there.</summary>
    [Fact]
    public void Every_class_gives_loss_and_gradient_the_first_included()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var recipe = new IemocapRecipe { TextHidden = 8 };
        var data = SmallCorpus.Load(folder, recipe);
        using var model = IemocapModels.Build(IemocapModels.Concat, recipe, data, 1, CPU);
        var task = new IemocapTask(data, model, 1, CPU);
        var batcher = data.Batches(data.Train, 1);

        for (var label = 0; label < data.Classes.Count; label++)
        {
            int[] rows = [.. Enumerable.Range(0, data.Train.Count).Where(row => data.Train[row].Label == label).Take(2)];
            using IemocapBatch batch = batcher.Make(rows);
            model.zero_grad();
            var losses = task.Losses(batch);
            losses.Task!.backward();

            Assert.True(losses.Task!.item<float>() > 0);
            Assert.All(model.parameters().TakeLast(2), parameter => Assert.True(parameter.grad!.abs().sum().item<float>() > 0));
        }
    }

    [Fact]
    public void The_margin_loss_is_the_mean_shortfall_of_the_true_class()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var recipe = new IemocapRecipe { TextHidden = 8, TaskLoss = ClassificationLoss.MultiMargin };
        var data = SmallCorpus.Load(folder, recipe);
        using var model = IemocapModels.Build(IemocapModels.Concat, recipe, data, 1, CPU);
        model.eval();
        var task = new IemocapTask(data, model, 1, CPU);
        using var batch = data.Batches(data.Train, 1).Make([0, 1, 2]);
        var scores = model.call(new EmotionInput(batch.Tokens, batch.Lengths, batch.Audio)).Logits.data<float>().ToArray().Chunk(4).ToArray();
        var labels = batch.Labels.data<long>().ToArray();

        var expected = scores.Zip(labels, (row, label) => row.Index().Where(item => item.Index != label).Sum(item => Math.Max(0, 1 - row[label] + item.Item)) / 4).Average();

        Assert.Equal(expected, task.Losses(batch).Task!.item<float>(), 1e-5);
        using var other = IemocapModels.Build(IemocapModels.Concat, recipe with { TaskLoss = ClassificationLoss.CrossEntropy }, data, 1, CPU);
        other.eval();
        Assert.NotEqual(expected, new IemocapTask(data, other, 1, CPU).Losses(batch).Task!.item<float>(), 1e-2);
    }
}
