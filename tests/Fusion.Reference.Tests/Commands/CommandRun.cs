using System.CommandLine;
using Fusion.Reference.Commands;

namespace Fusion.Reference.Tests.Commands;

/// <summary>What a command line did, run within this process.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static CommandRun Of(params string[] args) => Of(CommandLine.Create(), args);

    public static CommandRun Of(RootCommand root, string[] args, CancellationToken cancellation = default)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = CommandLine.RunAsync(root, args, output, error, cancellation).GetAwaiter().GetResult();
        return new(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The message of a user error: exit code 2, nothing on standard output, exactly one line on standard error.</summary>
    public string UserError()
    {
        Xunit.Assert.Equal(2, ExitCode);
        Xunit.Assert.Equal("", Output);
        return Xunit.Assert.Single(Error.TrimEnd('\r', '\n').Split('\n'));
    }

    /// <summary>The last line on standard error, after any progress.</summary>
    public string LastError() => Error.TrimEnd('\r', '\n').Split('\n')[^1];
}
