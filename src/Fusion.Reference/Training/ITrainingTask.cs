using static TorchSharp.torch;

namespace Fusion.Reference.Training;

/// <summary>What the training loop needs to know of a model and its data.</summary>
/// <typeparam name="TBatch">One batch of training rows.</typeparam>
internal interface ITrainingTask<TBatch>
    where TBatch : IDisposable
{
    /// <summary>The model, already on its device.</summary>
    nn.Module Model { get; }

    /// <summary>Generators the model owns, by name; their state is part of a checkpoint.</summary>
    IReadOnlyDictionary<string, Generator> Generators { get; }

    /// <summary>Starts the random draws of an epoch. A task draws from its own generators only: several may train side by side.</summary>
    void Seed(long seed);

    /// <summary>The batches of an epoch; the order depends on nothing but the seed and the epoch.</summary>
    IEnumerable<TBatch> Batches(int epoch);

    /// <summary>Losses of one batch, in training mode. The tensors belong to the caller's dispose scope.</summary>
    StepLosses Losses(TBatch batch);

    /// <summary>The optimisers and what each moves.</summary>
    IReadOnlyList<ParameterGroup> Groups => [ParameterGroup.Whole(Model)];

    /// <summary>The updates that a batch brings, in order. By default one, of the whole model.</summary>
    IReadOnlyList<TrainingStage<TBatch>> Stages => [new("", [ParameterGroup.Main], Losses)];

    /// <summary>What speed is counted in: target tokens of a training batch; null where a task counts none.</summary>
    long? Tokens(TBatch batch) => null;

    /// <summary>Metrics on the validation rows.</summary>
    IReadOnlyDictionary<string, double> Validate();
}
