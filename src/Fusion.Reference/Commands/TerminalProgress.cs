using Spectre.Console;

namespace Fusion.Reference.Commands;

/// <summary>Progress as bars that are redrawn in place, one for each level of the work.</summary>
/// <param name="console">An interactive console.</param>
internal sealed class TerminalProgress(IAnsiConsole console) : ProgressReporter
{
    private readonly Stack<(string Title, ProgressTask Bar)> _pieces = [];
    private Display? _display;

    public override void Start(string title, int totalUnits)
    {
        _display ??= Display.Open(console);
        // A bar of length 0 would count as finished and never show.
        _pieces.Push((title, _display.Context.AddTask(Markup.Escape(title), maxValue: Math.Max(1, totalUnits))));
    }

    public override void Report(int doneUnits, string status)
    {
        var (title, bar) = _pieces.Peek();
        // A full bar is hidden as finished; it stays until Done.
        bar.Value = Math.Min(doneUnits, bar.MaxValue - 1e-6);
        bar.Description = Markup.Escape($"{title}  {status}");
    }

    public override void Line(string message) => console.WriteLine(message);

    public override void Done()
    {
        var (_, bar) = _pieces.Pop();
        bar.Value = bar.MaxValue;
        bar.StopTask();
        if (_pieces.Count == 0)
            Dispose();
    }

    public override void Dispose()
    {
        _display?.Close();
        _display = null;
        _pieces.Clear();
    }

    /// <summary>The console offers bars only inside a callback, so the callback waits until the work is done.</summary>
    private sealed class Display(ProgressContext context, TaskCompletionSource end, Task drawing)
    {
        public ProgressContext Context => context;

        public static Display Open(IAnsiConsole console)
        {
            var opened = new TaskCompletionSource<ProgressContext>(TaskCreationOptions.RunContinuationsAsynchronously);
            var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var drawing = console.Progress()
                .AutoClear(true)
                .HideCompleted(true)
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(context =>
                {
                    opened.SetResult(context);
                    return end.Task;
                });
            if (Task.WaitAny(opened.Task, drawing) == 1)
                drawing.GetAwaiter().GetResult();
            return new(opened.Task.Result, end, drawing);
        }

        public void Close()
        {
            end.SetResult();
            drawing.GetAwaiter().GetResult();
        }
    }
}
