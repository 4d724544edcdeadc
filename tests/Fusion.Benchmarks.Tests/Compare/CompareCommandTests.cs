using Fusion.Benchmarks.Compare;
using Fusion.Reference;
using Xunit;
using Shell = Fusion.Reference.Commands.CommandLine;

namespace Fusion.Benchmarks.Tests.Compare;

public sealed class CompareCommandTests
{
    [Fact]
    public void Without_options_all_cases_run_on_one_thread() =>
        Assert.Equal(new CompareOptions { Threads = 1 }, Parse("compare"));

    [Fact]
    public void Every_option_is_read() =>
        Assert.Equal(
            new CompareOptions { Quick = true, Threads = 2, Device = "cuda:1", Python = "py", Markdown = "t.md", Filter = "step" },
            Parse("compare --quick --threads 2 --device cuda:1 --python py --markdown t.md --filter step"));

    [Fact]
    public void The_processor_time_of_one_thread_needs_one_thread()
    {
        Assert.Equal(Clock.Cpu, Parse("compare --clock cpu").Clock);
        Assert.StartsWith("--clock cpu: expected --threads 1", Assert.Throws<UserErrorException>(() => Parse("compare --clock cpu --threads 2")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:1")]
    public void The_processor_time_of_one_thread_says_nothing_of_a_GPU(string device) => Assert.Equal(
        $"--clock cpu: expected --device cpu, found {device}; it is the time of a thread of the processor",
        Assert.Throws<UserErrorException>(() => Parse($"compare --clock cpu --device {device}")).Message);

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:0")]
    public async Task A_GPU_that_is_not_there_is_one_line_and_exit_code_2(string device)
    {
        Assert.SkipWhen(TorchSharp.torch.cuda.is_available(), "this machine has a CUDA device");
        await A_mistake_is_one_line_and_exit_code_2($"compare --quick --device {device}", $"--device {device}: this build or machine has no CUDA device");
    }

    [Fact]
    public void Threads_are_at_least_one() =>
        Assert.Equal("--threads: expected at least 1, found 0", Assert.Throws<UserErrorException>(() => Parse("compare --threads 0")).Message);

    [Theory]
    [InlineData("compare --threads two", "compare --help")]
    [InlineData("compare --fast", "compare --help")]
    [InlineData("compare --device gpu", "--device gpu: expected")]
    [InlineData("compare --quick --clock cpu --device cuda", "--clock cpu: expected --device cpu, found cuda")]
    [InlineData("compare --filter no-such-case", "--filter no-such-case: expected a part of the name of a case, found none that has it")]
    [InlineData("compare --quick --filter batch-1/eval --python no-such-python", "--python no-such-python: expected a Python that can import torch for cpu, found:")]
    public async Task A_mistake_is_one_line_and_exit_code_2(string arguments, string expected)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Shell.RunAsync(BenchmarkCommands.Create(), arguments.Split(' '), output, error, TestContext.Current.CancellationToken, BenchmarkCommands.Name);
        Assert.Equal(Shell.UserError, code);
        Assert.Empty(output.ToString());
        Assert.Contains(expected, Assert.Single(error.ToString().TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private static CompareOptions Parse(string arguments)
    {
        var parsed = BenchmarkCommands.Create().Parse(arguments.Split(' '));
        Assert.Empty(parsed.Errors);
        return CompareCommand.Options(parsed);
    }
}
