using System.CommandLine;
using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Commands;

/// <summary>A system's output and its references, one segment a line: the files that every translation metric reads.</summary>
internal sealed class SegmentFiles
{
    private readonly Option<string> _hypotheses = new("--hyp") { Description = "Output of the system, one segment per line.", HelpName = "FILE", Required = true, CustomParser = OptionValue.File };

    private readonly Option<string[]> _references = new("--ref")
    {
        Description = "References, one per line; several files where each segment has several.", HelpName = "FILE",
        Required = true, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true, CustomParser = OptionValue.Files,
    };

    private readonly Option<bool> _segments = new("--segments") { Description = "Print the score of every line too." };

    /// <summary>Lets a command have the options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_hypotheses);
        command.Add(_references);
        command.Add(_segments);
    }

    /// <summary>Whether the score of every line is wanted.</summary>
    public bool WantsSegments(ParseResult parsed) => parsed.GetValue(_segments);

    /// <summary>Reads the files, which must have as many lines each.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="prepare">What is done to each line; nothing by default.</param>
    public (string[] Hypotheses, string[][] References) Read(ParseResult parsed, Func<string, string>? prepare = null)
    {
        var file = parsed.GetRequiredValue(_hypotheses);
        var names = parsed.GetRequiredValue(_references);
        string[][] references = [.. names.Select(Lines)];
        var count = new LineCount();
        foreach (var (name, lines) in names.Zip(references))
            count.Check(name, lines.Length);
        var hypotheses = Lines(file);
        count.Check(file, hypotheses.Length);
        return (hypotheses, references);

        string[] Lines(string path)
        {
            string[] lines = [.. TextLines.Read(path).Select(prepare ?? (line => line))];
            return lines.Length > 0 ? lines : throw new DataFormatException(path, 1, "expected one segment per line, found an empty file");
        }
    }
}
