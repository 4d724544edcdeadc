using Fusion.Layers.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Golden;

/// <summary>What the golden tests of both fusion layers share.</summary>
internal static class FusionGolden
{
    /// <summary>Loads a state by key; keys and shapes must be those of the module.</summary>
    public static void Load(nn.Module module, IReadOnlyDictionary<string, GoldenTensor> state)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var own = module.state_dict();
        GoldenAssert.SameKeys(state.Keys, own.Keys);
        foreach (var (key, value) in state)
        {
            Assert.True(value.Shape.SequenceEqual(own[key].shape), $"{key}: shape ({string.Join(", ", own[key].shape)}), expected ({string.Join(", ", value.Shape)})");
            own[key].copy_(value.To(own[key].dtype));
        }
    }

    /// <summary>The tensors of a case; with <paramref name="poison"/>, NaN lies wherever no valid, present row does.</summary>
    public static Tensor[] Inputs<TOptions>(GoldenCall<TOptions> golden, ScalarType dtype, bool poison = false)
    {
        var inputs = golden.Inputs.Select(input => input.To(dtype)).ToArray();
        for (var m = 0; poison && m < inputs.Length; m++)
        {
            if (golden.Mask is not null)
                inputs[m][golden.Mask.To(ScalarType.Bool)] = tensor(double.NaN, dtype);
            if (golden.Present is not null)
                inputs[m][golden.Present.To(ScalarType.Bool).select(1, m).logical_not()] = tensor(double.NaN, dtype);
        }

        foreach (var input in inputs)
            input.requires_grad_(true);
        return inputs;
    }

    public static FusionInput Input<TOptions>(GoldenCall<TOptions> golden, Tensor[] inputs) =>
        new(inputs, golden.Mask?.To(ScalarType.Bool), golden.Present?.To(ScalarType.Bool));

    /// <summary>One call and one backward pass, compared with everything that the case holds.</summary>
    public static void Check<TOptions>(FusionModule module, GoldenCall<TOptions> golden, IReadOnlyDictionary<string, GoldenTensor> state, ScalarType dtype, bool poison = false)
    {
        using var scope = NewDisposeScope();
        Load(module, state);
        module.train(golden.Training);
        var inputs = Inputs(golden, dtype, poison);

        var output = module.call(Input(golden, inputs));
        Objective(golden, output, dtype).backward();

        GoldenAssert.Close(golden.Fused, output.Fused, dtype, "fused");
        Assert.Equal(golden.Loss is null, output.Loss is null);
        if (golden.Loss is { } loss)
            GoldenAssert.Close(loss, output.Loss!, dtype, "loss");
        GoldenAssert.SameKeys(golden.Terms.Keys, output.Terms.Keys);
        foreach (var (name, term) in golden.Terms)
            GoldenAssert.Close(term, output.Terms[name], dtype, name);

        CheckGradients(module, golden.ParameterGradients, dtype);
        for (var m = 0; m < inputs.Length; m++)
            GoldenAssert.Close(golden.InputGradients[m], inputs[m].grad ?? zeros_like(inputs[m]), dtype, $"gradient of input {m}");

        var after = module.state_dict();
        foreach (var (key, value) in golden.StateAfter)
            GoldenAssert.Close(value, after[key], dtype, $"{key} after the call");
    }

    /// <summary>J = loss + sum(fused * cotangent).</summary>
    public static Tensor Objective<TOptions>(GoldenCall<TOptions> golden, FusionOutput output, ScalarType dtype)
    {
        var target = (output.Fused * golden.Cotangent.To(dtype)).sum();
        return output.Loss is null ? target : target + output.Loss;
    }

    /// <summary>Every parameter's gradient; one that the case leaves out may have none.</summary>
    public static void CheckGradients(nn.Module module, IReadOnlyDictionary<string, GoldenTensor> expected, ScalarType dtype)
    {
        foreach (var (key, parameter) in module.named_parameters())
        {
            var gradient = parameter.grad ?? zeros_like(parameter);
            if (expected.TryGetValue(key, out var wanted))
                GoldenAssert.Close(wanted, gradient, dtype, $"gradient of {key}");
            else
                TensorAssert.Zero(gradient, $"gradient of {key}");
        }
    }
}
