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

    /// <summary>Makes a command do something with the lines.</summary>
    /// <param name="command">The command.</param>
    /// <param name="open">Opens what is read instead; null: the standard input.</param>
    /// <param name="action">What it does; the lines can be read once.</param>
    public static void Read(Command command, Func<Stream>? open, Action<ParseResult, IEnumerable<string>> action) => command.SetAction(parsed =>
    {
        using var input = open is null ? Console.OpenStandardInput() : open();
        action(parsed, TextLines.Read(input, Name));
    });
}
