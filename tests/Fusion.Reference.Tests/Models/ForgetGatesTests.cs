using Fusion.Reference.Models;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models;

public class ForgetGatesTests
{
    private const int Hidden = 3;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_bias_of_the_forget_gates_of_each_direction_is_raised_and_nothing_else(bool bidirectional)
    {
        using var scope = NewDisposeScope();
        using var lstm = nn.LSTM(2, Hidden, bidirectional: bidirectional);
        var before = lstm.named_parameters().ToDictionary(item => item.name, item => item.parameter.detach().clone());

        ForgetGates.AddBias(lstm, Hidden, 2);

        string[] raised = bidirectional ? ["bias_ih_l0", "bias_ih_l0_reverse"] : ["bias_ih_l0"];
        foreach (var (name, parameter) in lstm.named_parameters())
        {
            var expected = zeros_like(before[name]);
            if (raised.Contains(name))
                expected[TensorIndex.Slice(Hidden, 2 * Hidden)] = full([Hidden], 2f);
            Assert.True(allclose(expected, parameter.detach() - before[name], rtol: 0, atol: 1e-6), name);
        }
    }
}
