using Xunit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fusion.Layers.Tests.Support;

/// <summary>The layers' networks as plain functions of a state dict, written from the equations: an oracle that shares no code with them.</summary>
internal sealed class Networks(IReadOnlyDictionary<string, Tensor> state)
{
    public IReadOnlyDictionary<string, Tensor> State { get; } = state;

    /// <summary>Leaves of a module's parameters and copies of its buffers.</summary>
    public static Networks Of(nn.Module module)
    {
        var parameters = module.named_parameters().Select(pair => pair.name).ToHashSet(StringComparer.Ordinal);
        return new Networks(module.state_dict().ToDictionary(
            pair => pair.Key,
            pair => parameters.Contains(pair.Key) ? pair.Value.detach().clone().requires_grad_(true) : pair.Value.detach().clone()));
    }

    public Tensor Linear(string name, Tensor x) => F.linear(x, State[$"{name}.weight"], State[$"{name}.bias"]);

    /// <summary>Linear Tanh Linear and, where asked, ReLU.</summary>
    public Tensor Bottleneck(string name, Tensor x, bool activation)
    {
        var fused = Linear($"{name}.2", Linear($"{name}.0", x).tanh());
        return activation ? fused.relu() : fused;
    }

    /// <summary>Linear ReLU Linear.</summary>
    public Tensor Decoder(string name, Tensor x) => Linear($"{name}.2", Linear($"{name}.0", x).relu());

    /// <summary>A generator or discriminator over rows; <paramref name="sigma"/> divides each weight by u'Wv with the buffers as they stand.</summary>
    public Tensor Mlp(string name, Tensor x, Normalization normalization, bool training, bool sigma, bool frozen = false)
    {
        Tensor Of(string key) => frozen ? State[key].detach() : State[key];
        foreach (var (linear, norm) in new[] { ("0", "1"), ("3", "4") })
            x = F.leaky_relu(Normalize($"{name}.{norm}", F.linear(x, Weight(Of, $"{name}.{linear}", sigma), Of($"{name}.{linear}.bias")), normalization, training, Of), 0.2);
        return F.linear(x, Weight(Of, $"{name}.6", sigma), Of($"{name}.6.bias"));
    }

    /// <summary>One power iteration on every weight of a network.</summary>
    public void MoveSpectralVectors(string name)
    {
        using var noGrad = no_grad();
        foreach (var position in new[] { "0", "3", "6" })
        {
            var weight = State[$"{name}.{position}.weight"];
            var (u, v) = (State[$"{name}.{position}.weight_u"], State[$"{name}.{position}.weight_v"]);
            var right = weight.t().mv(u);
            v.copy_(right / right.norm());
            var left = weight.mv(v);
            u.copy_(left / left.norm());
        }
    }

    private Tensor Weight(Func<string, Tensor> of, string name, bool sigma)
    {
        var weight = of($"{name}.weight");
        return sigma ? weight / (State[$"{name}.weight_u"].clone().unsqueeze(0).mm(weight).mm(State[$"{name}.weight_v"].clone().unsqueeze(1))) : weight;
    }

    private Tensor Normalize(string name, Tensor x, Normalization normalization, bool training, Func<string, Tensor> of)
    {
        if (normalization == Normalization.None)
            return x;

        var (weight, bias) = (of($"{name}.weight"), of($"{name}.bias"));
        if (normalization == Normalization.Layer)
            return Standard(x, x.mean([1], keepdim: true), ((x - x.mean([1], keepdim: true)).square().mean([1], keepdim: true)), weight, bias);

        Assert.Equal(Normalization.Batch, normalization);
        return training
            ? Standard(x, x.mean([0], keepdim: true), (x - x.mean([0], keepdim: true)).square().mean([0], keepdim: true), weight, bias)
            : Standard(x, State[$"{name}.running_mean"], State[$"{name}.running_var"], weight, bias);
    }

    private static Tensor Standard(Tensor x, Tensor mean, Tensor variance, Tensor weight, Tensor bias) =>
        ((x - mean) / (variance + 1e-5).sqrt() * weight) + bias;
}
