using System.CommandLine;

namespace Fusion.Reference.Commands;

/// <summary><c>score</c>: metrics of files, printed as JSON.</summary>
internal static class ScoreCommand
{
    public static Command Create() => new("score", "Score a file of system output against a reference; prints one JSON object.")
    {
        ScoreBleuCommand.Create(),
        ScoreChrfCommand.Create(),
        ScoreMeteorCommand.Create(),
        ScoreTerCommand.Create(),
        ScoreClassificationCommand.Create(),
    };
}
