using Fusion.Reference.Experiments;
using Fusion.Reference.Models;
using Fusion.Reference.Tests.Experiments;
using Fusion.Reference.Tests.Models;
using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Training;

/// <summary>A small GANFusion classifier on random data: every kind of state a checkpoint has to hold, dropout and noise included.</summary>
internal sealed class ToyTask : ITrainingTask<ToyTask.Batch>, IDisposable
{
    private readonly FusionClassifier<EmotionInput> _model;

    public ToyTask(GanSchedule schedule = GanSchedule.Joint)
    {
        _model = GanModels.Build(schedule, dropout: 0.3);
        var steps = StepSchedule.For(new ScheduledModel<Batch>(_model, _model.Fusion, Losses, batch => _model.Encode(batch.Input)), schedule);
        (Groups, Stages) = (steps.Groups, steps.Stages);
    }

    /// <summary>Runs after that many validations; stands for a process that is killed.</summary>
    public int? FailsAtValidation { get; init; }

    public int Validations { get; private set; }

    public nn.Module Model => _model;

    public IReadOnlyDictionary<string, Generator> Generators => _model.Generators;

    public IReadOnlyList<ParameterGroup> Groups { get; }

    public IReadOnlyList<TrainingStage<Batch>> Stages { get; }

    public long? Tokens(Batch batch) => 4;

    public void Seed(long seed) => _model.Seed(seed);

    public IEnumerable<Batch> Batches(int epoch) => Enumerable.Range(0, 3).Select(step => new Batch((ulong)((epoch * 10) + step)));

    public StepLosses Losses(Batch batch)
    {
        var output = _model.call(batch.Input);
        return new StepLosses(nn.functional.cross_entropy(output.Logits, batch.Labels), output.FusionLoss, output.Terms);
    }

    public IReadOnlyDictionary<string, double> Validate()
    {
        if (++Validations == FailsAtValidation)
            throw new OperationCanceledException();
        using var scope = NewDisposeScope();
        using var batch = new Batch(99);
        var loss = nn.functional.cross_entropy(_model.call(batch.Input).Logits, batch.Labels).item<float>();
        return new Dictionary<string, double> { ["score"] = -loss };
    }

    public void Dispose() => _model.Dispose();

    /// <summary>Random rows that depend on a seed alone.</summary>
    internal sealed class Batch : IDisposable
    {
        public Batch(ulong seed)
        {
            using var generator = new Generator(seed);
            var tokens = randint(1, EmotionModels.Words, [4, 5], ScalarType.Int64, generator: generator);
            Input = new EmotionInput(tokens, tensor([5L, 3, 4, 2]), randn(4, EmotionModels.AudioFeatures, generator: generator));
            Labels = tensor([0L, 1, 2, 3]);
        }

        public EmotionInput Input { get; }

        public Tensor Labels { get; }

        public void Dispose()
        {
            Input.Tokens.Dispose();
            Input.Lengths.Dispose();
            Input.Audio.Dispose();
            Labels.Dispose();
        }
    }
}
