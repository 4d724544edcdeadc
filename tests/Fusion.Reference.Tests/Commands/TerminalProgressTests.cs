using Fusion.Reference.Commands;
using Spectre.Console;
using Xunit;

namespace Fusion.Reference.Tests.Commands;

public sealed class TerminalProgressTests
{
    private const string ShowCursor = "\u001b[?25h";

    [Fact]
    public void Draws_the_bars_of_nested_work_and_gives_the_cursor_back()
    {
        var drawn = Draw(progress =>
        {
            progress.Start("multi30k [en-fr]", 2);
            progress.Start("auto", 10);
            progress.Report(4, "loss 2.5");
            progress.Line("epoch 1 [done]");
            Thread.Sleep(300);
            progress.Done();
            progress.Done();
        });
        Assert.Contains("multi30k [en-fr]", drawn, StringComparison.Ordinal);
        Assert.Contains("auto  loss 2.5", drawn, StringComparison.Ordinal);
        Assert.Contains("40%", drawn, StringComparison.Ordinal);
        Assert.Contains("epoch 1 [done]", drawn, StringComparison.Ordinal);
        Assert.True(drawn.LastIndexOf(ShowCursor, StringComparison.Ordinal) > drawn.LastIndexOf("auto", StringComparison.Ordinal));
    }

    [Fact]
    public void Work_that_ends_by_an_error_gives_the_cursor_back_and_more_work_can_follow()
    {
        var drawn = Draw(progress =>
        {
            progress.Start("first", 3);
            progress.Dispose();
            progress.Start("second", 3);
            Thread.Sleep(300);
        });
        Assert.Contains("second", drawn, StringComparison.Ordinal);
        Assert.Equal(2, drawn.Split(ShowCursor).Length - 1);
    }

    private static string Draw(Action<TerminalProgress> work)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(output),
        });
        using (var progress = new TerminalProgress(console))
            work(progress);
        return output.ToString();
    }
}
