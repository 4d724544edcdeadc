using Fusion.Reference.Training;
using Spectre.Console;

namespace Fusion.Reference.Commands;

/// <summary>Progress on standard error, so that standard output stays the command's result.</summary>
internal abstract class ProgressReporter : IProgressReporter, IDisposable
{
    /// <summary>Bars on a terminal, plain lines in a log.</summary>
    public static ProgressReporter ForConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Profile is { Out.IsTerminal: true, Capabilities: { Interactive: true, Ansi: true } }
            ? new TerminalProgress(console)
            : new PlainProgress(Console.Error, TimeProvider.System, TimeSpan.FromSeconds(10));
    }

    public abstract void Start(string title, int totalUnits);

    public abstract void Report(int doneUnits, string status);

    public abstract void Line(string message);

    public abstract void Done();

    /// <summary>Leaves the terminal as it was, also where the work ended by an error.</summary>
    public abstract void Dispose();
}
