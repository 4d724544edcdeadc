using System.CommandLine;
using System.CommandLine.Invocation;
using Fusion.Reference.Data;

namespace Fusion.Reference.Commands;

/// <summary>The command line: its commands, and what becomes of an error.</summary>
internal static class CommandLine
{
    public const int Success = 0;
    public const int ProgramError = 1;
    public const int UserError = 2;
    public const int Interrupted = 130;

    private const string Name = "fusion-reference";

    public static RootCommand Create() =>
        new("Reproduces \"Adaptive Fusion Techniques for Multimodal Data\" (EACL 2021): translation and emotion recognition with the layers of Fusion.Layers, and what they are compared with.")
        {
            ReproduceCommand.Create(),
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            TranslateCommand.Create(),
            ClassifyCommand.Create(),
            ReportCommand.Create(),
            ScoreCommand.Create(),
            DataCommand.Create(),
            InfoCommand.Create(),
        };

    /// <summary>Whether what a command line asks for stops by itself, between two steps, once it is asked to.</summary>
    public static bool StopsBetweenSteps(RootCommand root, string[] args) => Parse(root, args).Action is AsynchronousCommandLineAction;

    /// <summary>Parses and runs; errors that a user can mend become one line, all others keep their stack trace. The name is the program's in messages.</summary>
    public static async Task<int> RunAsync(
        RootCommand root, string[] args, TextWriter output, TextWriter error, CancellationToken cancellation, string name = Name)
    {
        var parsed = Parse(root, args);
        if (parsed.Errors.Count > 0)
        {
            var command = string.Join(' ', Path(parsed.CommandResult.Command).Prepend(name));
            return Fail($"{string.Join(' ', parsed.Errors.Select(problem => problem.Message).Distinct())} See '{command} --help'.");
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                // Program.cs handles Ctrl-C, so that a command may take the time it needs to stop.
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            error.WriteLine("interrupted");
            return Interrupted;
        }
        catch (Exception problem) when (problem is UserErrorException or DataFormatException or IOException or UnauthorizedAccessException)
        {
            return Fail(problem.Message);
        }
        catch (Exception bug)
        {
            error.WriteLine($"{name} failed; this is a bug in the program:");
            error.WriteLine(bug);
            return ProgramError;
        }

        int Fail(string message)
        {
            error.WriteLine($"error: {string.Concat(message.Select(letter => char.IsControl(letter) ? ' ' : letter))}");
            return UserError;
        }
    }

    // No response files: an argument that begins with @ is text like any other.
    private static ParseResult Parse(RootCommand root, string[] args) => root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static IEnumerable<string> Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? Path(parent).Append(command.Name) : [];
}
