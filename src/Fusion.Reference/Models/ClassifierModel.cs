using Fusion.Layers;
using static TorchSharp.torch;

namespace Fusion.Reference.Models;

/// <summary>What every classifier has in common, whatever it fuses and how.</summary>
/// <typeparam name="TInput">What it reads.</typeparam>
/// <param name="name">Name of the type.</param>
/// <param name="noise">Randomness of all its dropout; owned from now on.</param>
internal abstract class ClassifierModel<TInput>(string name, DropoutNoise noise) : nn.Module<TInput, ClassifierOutput>(name)
{
    /// <summary>The fusion module, or null where the model fuses otherwise or not at all.</summary>
    public virtual FusionModule? Fusion => null;

    /// <summary>Number of trained values.</summary>
    public long ParameterCount => parameters().Where(parameter => parameter.requires_grad).Sum(parameter => parameter.numel());

    /// <summary>Generators whose state a checkpoint keeps, by name; dropout starts anew each epoch.</summary>
    public virtual IReadOnlyDictionary<string, Generator> Generators =>
        modules().OfType<FusionModule>().Index().ToDictionary(item => item.Index == 0 ? "fusion" : $"fusion{item.Index}", item => item.Item.Noise);

    /// <summary>What <see cref="TaskLoss"/> computes, unless the model brings a loss of its own.</summary>
    public ClassificationLoss Criterion { get; init; }

    /// <summary>The loss of the task.</summary>
    /// <param name="logits">Class scores (B, classes).</param>
    /// <param name="labels">Classes (B), int64.</param>
    /// <param name="reduction">Mean over the rows, or None for the loss of each row (B).</param>
    public virtual Tensor TaskLoss(Tensor logits, Tensor labels, nn.Reduction reduction = nn.Reduction.Mean) => Criterion switch
    {
        ClassificationLoss.MultiMargin => nn.functional.multi_margin_loss(logits, labels, reduction: reduction),
        _ => nn.functional.cross_entropy(logits, labels, reduction: reduction),
    };

    /// <summary>Starts the dropout sequence of an epoch.</summary>
    public void Seed(long seed) => noise.Seed(seed);

    /// <summary>The sum of those losses that are there; null where none is.</summary>
    protected static Tensor? Sum(IEnumerable<Tensor?> losses) => losses.OfType<Tensor>().Aggregate((Tensor?)null, (sum, each) => sum is null ? each : sum.Plus(each));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            noise.Dispose();
        base.Dispose(disposing);
    }

    // The children are registered by name; reflection would add them again under their field names.
    protected override void RegisterComponents()
    {
    }
}
