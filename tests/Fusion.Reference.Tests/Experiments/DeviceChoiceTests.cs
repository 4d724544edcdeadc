using Fusion.Reference.Experiments;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Experiments;

public class DeviceChoiceTests
{
    [Fact]
    public void Cpu_is_always_there_and_auto_takes_what_is_there()
    {
        Assert.Equal("cpu", DeviceChoice.Parse("cpu").ToString());
        Assert.Equal(cuda.is_available() ? "cuda" : "cpu", DeviceChoice.Parse("auto").type.ToString().ToLowerInvariant());
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:x")]
    public void Other_words_are_a_user_error(string text) =>
        Assert.Contains("expected auto, cpu, cuda", Assert.Throws<UserErrorException>(() => DeviceChoice.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Cuda_without_a_device_is_a_user_error()
    {
        Assert.SkipWhen(cuda.is_available(), "this machine has a CUDA device");

        Assert.Contains("no CUDA device", Assert.Throws<UserErrorException>(() => DeviceChoice.Parse("cuda")).Message, StringComparison.Ordinal);
    }
}
