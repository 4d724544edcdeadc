using System.Globalization;
using Fusion.Layers;
using TorchSharp;
using static TorchSharp.torch;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine(FusionRuntime.diagnose());
set_num_threads(1);
random.manual_seed(1);

var (words, lengths, labels) = ToyReviews.Draw(256, seed: 1);
using var model = new BiLstmClassifier(ToyReviews.Words, hidden: 16, classes: 2);
using var total = nn.MultiTaskLoss(("task", 1.0), ("fusion", 0.1));
using var optimizer = optim.Adam(model.parameters(), lr: 0.02);

for (var epoch = 0; epoch <= 60; epoch++)
{
    using var scope = NewDisposeScope();
    var (logits, fusionLoss) = model.call(words, lengths);
    var taskLoss = nn.functional.cross_entropy(logits, labels);
    var loss = total.call(taskLoss, fusionLoss);
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    if (epoch % 10 == 0)
        Console.WriteLine($"epoch {epoch,2}  loss {loss.item<float>():F4}  task {taskLoss.item<float>():F4}  fusion {fusionLoss!.item<float>():F4}");
}

// Reviews that the model has not seen; in evaluation mode the fusion loss is not computed.
model.eval();
using var noGradients = no_grad();
var (newWords, newLengths, newLabels) = ToyReviews.Draw(200, seed: 2);
var accuracy = model.call(newWords, newLengths).Logits.argmax(1).eq(newLabels).to_type(ScalarType.Float32).mean().item<float>();
Console.WriteLine($"accuracy on 200 new reviews {accuracy:P1}");
