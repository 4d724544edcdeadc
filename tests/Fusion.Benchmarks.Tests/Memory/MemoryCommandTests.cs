using Fusion.Benchmarks.Memory;
using Xunit;
using Shell = Fusion.Reference.Commands.CommandLine;

namespace Fusion.Benchmarks.Tests.Memory;

public sealed class MemoryCommandTests
{
    public static TheoryData<string> Names => [.. MemoryCases.All.Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_case_leaves_no_tensor_behind(string name)
    {
        var result = new MemoryWatch(10, 40, () => 1).Run(MemoryCases.All.Single(each => each.Name == name), TestContext.Current.CancellationToken);
        Assert.Equal(result.LiveTensors, result.LiveTensorsEnd);
    }

    [Fact]
    public void Training_and_inference_have_cases_of_one_size_and_of_many()
    {
        var names = MemoryCases.All.Select(each => each.Name).ToArray();
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Contains("autofusion/256+50-50/batch-32/train", names);
        Assert.Contains("ganfusion/256+50-50/batch-2..64/infer", names);
        Assert.Contains("translator/ganfusion/infer", names);
        Assert.Equal(names.Length / 2, names.Count(name => name.EndsWith("/infer", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task One_case_runs_here_and_prints_its_line()
    {
        var (code, output, error) = await RunAsync("memory", "--case", "autofusion/256+50-50/batch-32/infer", "--steps", "30", "--warm-up", "10");
        var result = MemoryResult.Parse(Assert.Single(output.TrimEnd().Split('\n')));
        Assert.Equal("", error);
        Assert.Equal(30, result.Steps);
        Assert.Equal(result.LiveTensors, result.LiveTensorsEnd);
        Assert.Equal(MemoryCommand.ExitCode([result]), code);
    }

    [Theory]
    [InlineData("memory --steps 500", "--steps: expected more than --warm-up 500, found 500")]
    [InlineData("memory --warm-up 0", "--warm-up: expected at least 1, found 0")]
    [InlineData("memory --case none", "--case none: expected one of autofusion/256+50-50/batch-32/train, ")]
    [InlineData("memory --filter none", "--filter none: expected a part of the name of a case, found none that has it")]
    public async Task A_mistake_is_one_line_and_exit_code_2(string arguments, string expected)
    {
        var (code, output, error) = await RunAsync(arguments.Split(' '));
        Assert.Equal(Shell.UserError, code);
        Assert.Empty(output);
        Assert.Contains(expected, Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await Shell.RunAsync(BenchmarkCommands.Create(), arguments, output, error, TestContext.Current.CancellationToken, BenchmarkCommands.Name);
        return (code, output.ToString(), error.ToString());
    }
}
