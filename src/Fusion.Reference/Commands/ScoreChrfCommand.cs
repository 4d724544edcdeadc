using System.CommandLine;
using Fusion.Reference.Metrics;

namespace Fusion.Reference.Commands;

/// <summary><c>score chrf</c>: chrF or chrF++ of a translation, between 0 and 100.</summary>
internal static class ScoreChrfCommand
{
    public static Command Create()
    {
        var files = new SegmentFiles();
        var defaults = new ChrfOptions();
        var wordOrder = new Option<int>("--word-order") { Description = "Longest word n-gram: 0 is chrF, 2 is chrF++.", DefaultValueFactory = _ => defaults.WordOrder };
        var characterOrder = new Option<int>("--char-order") { Description = "Longest character n-gram.", DefaultValueFactory = _ => defaults.CharacterOrder };
        var beta = new Option<double>("--beta") { Description = "How many times recall weighs as much as precision.", DefaultValueFactory = _ => defaults.Beta };
        var lowercase = new Option<bool>("--lowercase") { Description = "Upper and lower case are the same." };
        var command = new Command("chrf", "Score a translation with chrF, between 0 and 100.");
        files.AddTo(command);
        foreach (var option in new Option[] { wordOrder, characterOrder, beta, lowercase })
            command.Add(option);
        command.SetAction(parsed => Run(files, parsed, new ChrfOptions
        {
            WordOrder = parsed.GetValue(wordOrder),
            CharacterOrder = parsed.GetValue(characterOrder),
            Beta = parsed.GetValue(beta),
            Lowercase = parsed.GetValue(lowercase),
        }));
        return command;
    }

    private static void Run(SegmentFiles files, ParseResult parsed, ChrfOptions options)
    {
        Settings.Check(options.Validate);
        var (hypotheses, references) = files.Read(parsed);
        var result = new OrderedDictionary<string, object>
        {
            ["score"] = Chrf.Corpus(hypotheses, references, options),
            ["signature"] = options.Signature(references.Length),
        };
        if (files.WantsSegments(parsed))
            result["segments"] = Chrf.Segments(hypotheses, references, options).Select(segment => Chrf.Score(segment, options)).ToArray();
        JsonOutput.Write(parsed.InvocationConfiguration.Output, result);
    }
}
