using Fusion.Layers;
using static TorchSharp.torch;

namespace Fusion.Reference.Training;

/// <summary>
/// checkpoint.safetensors: model weights under their own names, plus <c>best/NAME</c>, <c>adam/first/NAME</c>, <c>adam/second/NAME</c>,
/// for weights in 16 bits <c>adam/rest/NAME</c>, <c>generator/NAME</c>, <c>position/epoch</c> and <c>position/steps</c>; where several optimisers train, each under its own name instead of <c>adam</c>;
/// where weights are averaged, <c>average/NAME</c> and <c>position/averaged</c>.
/// A run that has finished training keeps the chosen weights only, under their own names.
/// </summary>
internal static class Checkpoint
{
    private const string Epoch = "position/epoch";
    private const string Steps = "position/steps";
    private const string Averaged = "position/averaged";

    /// <summary>Writes everything the epoch after <paramref name="epoch"/> depends on, in one atomic file.</summary>
    public static void Save(
        string path, int epoch, nn.Module model, IReadOnlyDictionary<string, Tensor> best, Optimizers optimizers, IReadOnlyDictionary<string, Generator> generators, WeightAverage? average)
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>(model.state_dict())
        {
            [Epoch] = tensor((long)epoch),
        };
        foreach (var (name, value) in best)
            tensors.Add($"best/{name}", value);
        foreach (var (optimizer, adam) in optimizers.All)
        {
            tensors.Add(StepsOf(optimizer), tensor(adam.Steps));
            foreach (var (name, value) in adam.State)
                tensors.Add($"{optimizer}/{name}", value);
        }

        foreach (var (name, generator) in generators)
            tensors.Add($"generator/{name}", generator.get_state());
        if (average is not null)
            tensors.Add(Averaged, tensor(average.Steps));
        foreach (var (name, value) in average?.State ?? [])
            tensors.Add($"average/{name}", value);
        Safetensors.save(tensors, path);
    }

    /// <summary>
    /// Restores what <see cref="Save"/> wrote; the best weights come back as tensors of the caller's. Returns the last finished epoch; null where the file
    /// holds the chosen weights only.
    /// </summary>
    public static int? Restore(
        string path, nn.Module model, IDictionary<string, Tensor> best, Optimizers optimizers, IReadOnlyDictionary<string, Generator> generators, WeightAverage? average)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var tensors = Read(path);
        var training = tensors.ContainsKey(Epoch);
        foreach (var (name, value) in model.state_dict())
        {
            value.copy_(Take(path, tensors, name, value));
            best[name] = Take(path, tensors, training ? $"best/{name}" : name, value).to(value.device).clone().DetachFromDisposeScope();
        }

        if (!training)
            return null;
        foreach (var (optimizer, adam) in optimizers.All)
        {
            adam.Steps = Take(path, tensors, StepsOf(optimizer), tensor(0L)).item<long>();
            foreach (var (name, value) in adam.State)
                value.copy_(Take(path, tensors, $"{optimizer}/{name}", value));
        }

        foreach (var (name, generator) in generators)
            generator.set_state(Take(path, tensors, $"generator/{name}", generator.get_state()));
        if (average is not null)
            average.Steps = Take(path, tensors, Averaged, tensor(0L)).item<long>();
        foreach (var (name, value) in average?.State ?? [])
            value.copy_(Take(path, tensors, $"average/{name}", value));
        return (int)Take(path, tensors, Epoch, tensor(0L)).item<long>();
    }

    private static string StepsOf(string optimizer) => optimizer == ParameterGroup.Main ? Steps : $"{Steps}/{optimizer}";

    private static IReadOnlyDictionary<string, Tensor> Read(string path)
    {
        try
        {
            return Safetensors.load(path);
        }
        catch (InvalidDataException error)
        {
            throw new UserErrorException($"{error.Message} Delete the run folder to train it again.", error);
        }
    }

    // copy_ would silently broadcast a tensor of another shape.
    private static Tensor Take(string path, IReadOnlyDictionary<string, Tensor> tensors, string name, Tensor like)
    {
        if (!tensors.TryGetValue(name, out var value))
            throw new UserErrorException($"{path}: expected a tensor {name}, found none");
        return value.shape.SequenceEqual(like.shape) && value.dtype == like.dtype ? value
            : throw new UserErrorException($"{path}: expected tensor {name} to be {like.dtype} [{string.Join(", ", like.shape)}], found {value.dtype} [{string.Join(", ", value.shape)}]");
    }
}
