using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>Draws the weights of new models. They come from torch's global generator, which belongs to one model at a time.</summary>
internal static class ModelWeights
{
    private static readonly Lock GlobalGenerator = new();

    /// <summary>Builds a model whose weights depend on the seed alone.</summary>
    public static TModel Draw<TModel>(int seed, Func<TModel> build)
    {
        lock (GlobalGenerator)
        {
            manual_seed(seed);
            return build();
        }
    }

    /// <summary>Number of parameters of a module that is built only to count it: its draws do not move those of the model around it.</summary>
    public static long Count(Func<nn.Module> build)
    {
        using var scope = NewDisposeScope();
        using var state = get_rng_state();
        using var module = build();
        set_rng_state(state);
        return module.parameters().Sum(parameter => parameter.numel());
    }
}
