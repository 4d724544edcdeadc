using System.CommandLine;
using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Commands;

/// <summary>Lines of UTF-8 that a command takes from the standard input, as they come.</summary>
internal static class StandardInput
{
    /// <summary>What messages call it.</summary>
    public const string Name = "standard input";

    /// <summary>Lines that a model takes at once.</summary>
    public const int LinesAtOnce = 100;

    /// <summary>Makes a command do something with the lines; between two of them it stops where it is asked to.</summary>
    /// <param name="command">The command.</param>
    /// <param name="open">Opens what is read instead; null: the standard input.</param>
    /// <param name="action">What it does; the lines can be read once.</param>
    public static void Read(Command command, Func<Stream>? open, Action<ParseResult, IEnumerable<string>> action) =>
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                using var input = open is null ? Console.OpenStandardInput() : open();
                action(parsed, Until(cancellation, TextLines.Read(input, Name)));
            },
            CancellationToken.None));

    private static IEnumerable<string> Until(CancellationToken cancellation, IEnumerable<string> lines)
    {
        // Not disposed of here: it may be waiting for a line that never comes, and what it reads from is the caller's.
        var line = lines.GetEnumerator();
        while (Task.Run(line.MoveNext, CancellationToken.None).WaitAsync(cancellation).GetAwaiter().GetResult())
            yield return line.Current;
    }
}
