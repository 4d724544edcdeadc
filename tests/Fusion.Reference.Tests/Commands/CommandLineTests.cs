using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Fusion.Reference.Commands;
using Fusion.Reference.Data;
using Xunit;

namespace Fusion.Reference.Tests.Commands;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("", "fusion-reference --help")]
    [InlineData("unheard-of", "fusion-reference --help")]
    [InlineData("score", "fusion-reference score --help")]
    [InlineData("score classification --labels x", "fusion-reference score classification --help")]
    [InlineData("info --unheard-of", "fusion-reference info --help")]
    public void A_line_that_does_not_parse_gives_one_line_and_points_to_the_help_of_its_command(string line, string help) =>
        Assert.EndsWith($"See '{help}'.", CommandRun.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).UserError(), StringComparison.Ordinal);

    [Fact]
    public void Help_and_version_succeed()
    {
        var help = CommandRun.Of("--help");
        Assert.Equal(0, help.ExitCode);
        Assert.Contains("score", help.Output, StringComparison.Ordinal);
        var version = CommandRun.Of("--version");
        Assert.Equal(0, version.ExitCode);
        Assert.StartsWith(typeof(CommandLine).Assembly.GetName().Version!.ToString(3), version.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_in_the_users_data_is_one_line_with_file_and_line()
    {
        var run = Throwing(new DataFormatException("feats.scp", 12, "expected two\nfields"));
        Assert.Equal("error: feats.scp:12: expected two fields", run.UserError());
    }

    [Fact]
    public void What_the_user_can_mend_is_one_line()
    {
        Assert.Equal("error: no such option", Throwing(new UserErrorException("no such option")).UserError());
        Assert.Equal("error: disk full", Throwing(new IOException("disk full")).UserError());
        Assert.Equal("error: denied", Throwing(new UnauthorizedAccessException("denied")).UserError());
    }

    [Fact]
    public void Every_other_exception_is_a_bug_with_its_stack_trace()
    {
        var run = Throwing(new InvalidOperationException("state is broken"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("System.InvalidOperationException: state is broken", run.Error, StringComparison.Ordinal);
        Assert.Contains(nameof(CommandLineTests), run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reproduce --out x", true)]
    [InlineData("translate --run x", true)]
    [InlineData("classify --run x", true)]
    [InlineData("report --out x", false)]
    [InlineData("nothing of the kind", false)]
    public void A_command_with_steps_is_told_from_one_without(string line, bool stops) => Assert.Equal(stops, CommandLine.StopsBetweenSteps(CommandLine.Create(), line.Split(' ')));

    [Fact]
    public async Task What_is_written_is_UTF_8_whatever_the_console_s_encoding()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The console's encoding is no variable of the environment there.");
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "fusion-reference"), ["data", "inspect", "été.npy"]) { RedirectStandardError = true };
        start.Environment["LC_ALL"] = "fr_FR.ISO-8859-1";
        using var process = Process.Start(start)!;
        using var written = new MemoryStream();
        await process.StandardError.BaseStream.CopyToAsync(written, TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains("été.npy", new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(written.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_ends_with_130_and_one_line()
    {
        using var interrupt = new CancellationTokenSource();
        var root = Root(async cancellation =>
        {
            interrupt.Cancel();
            await Task.Delay(Timeout.Infinite, cancellation);
        });
        var run = CommandRun.Of(root, ["work"], interrupt.Token);
        Assert.Equal(130, run.ExitCode);
        Assert.Equal("interrupted", run.Error.Trim());
    }

    [Fact]
    public void A_cancellation_that_nobody_asked_for_is_a_bug() =>
        Assert.Equal(1, Throwing(new OperationCanceledException()).ExitCode);

    [Fact]
    public void An_argument_that_begins_with_an_at_sign_is_no_response_file()
    {
        using var folder = new TemporaryFolder();
        var labels = folder.File("labels", "a\n");
        var asked = folder.File("arguments", "--help");
        Assert.Contains("@", CommandRun.Of("score", "classification", "--labels", labels, "--predictions", $"@{asked}").UserError(), StringComparison.Ordinal);
    }

    private static CommandRun Throwing(Exception exception) => CommandRun.Of(Root(_ => throw exception), ["work"]);

    private static RootCommand Root(Func<CancellationToken, Task> action)
    {
        var work = new Command("work");
        work.SetAction((_, cancellation) => action(cancellation));
        return new RootCommand { work };
    }
}
