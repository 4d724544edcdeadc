using System.CommandLine;
using Fusion.Reference.Metrics;

namespace Fusion.Reference.Commands;

/// <summary><c>score ter</c>: translation edit rate, edits for each hundred words of the reference.</summary>
internal static class ScoreTerCommand
{
    public static Command Create()
    {
        var files = new SegmentFiles();
        var caseSensitive = new Option<bool>("--case-sensitive") { Description = "Upper and lower case differ." };
        var command = new Command("ter", "Score a translation with TER: edits for each hundred words of the reference; lower is better.");
        files.AddTo(command);
        command.Add(caseSensitive);
        command.SetAction(parsed => Run(files, parsed, parsed.GetValue(caseSensitive)));
        return command;
    }

    private static void Run(SegmentFiles files, ParseResult parsed, bool caseSensitive)
    {
        var (hypotheses, references) = files.Read(parsed);
        (double Edits, double Words)[] segments = [.. Ter.Segments(hypotheses, references, caseSensitive)];
        var (edits, words) = (segments.Sum(segment => segment.Edits), segments.Sum(segment => segment.Words));
        var result = new OrderedDictionary<string, object>
        {
            ["score"] = Ter.Rate(edits, words),
            ["edits"] = edits,
            ["referenceLength"] = words,
            ["signature"] = Ter.Signature(references.Length, caseSensitive),
        };
        if (files.WantsSegments(parsed))
            result["segments"] = segments.Select(segment => Ter.Rate(segment.Edits, segment.Words)).ToArray();
        JsonOutput.Write(parsed.InvocationConfiguration.Output, result);
    }
}
