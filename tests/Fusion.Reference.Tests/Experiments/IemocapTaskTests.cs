using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Experiments;
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

            Assert.True(losses.Task.item<float>() > 0);
            Assert.All(model.parameters().TakeLast(2), parameter => Assert.True(parameter.grad!.abs().sum().item<float>() > 0));
        }
    }
}
