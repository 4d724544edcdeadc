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
        var wordOrder = new Option<int?>("--word-order")
        {
            Description = $"Longest word n-gram, at most {ChrfOptions.HighestOrder}: 0 is chrF, 2 is chrF++.", HelpName = "N", CustomParser = OptionValue.WholeNumber(int.MinValue), DefaultValueFactory = _ => defaults.WordOrder,
        };
        var characterOrder = new Option<int?>("--char-order")
        {
            Description = $"Longest character n-gram, at most {ChrfOptions.HighestOrder}.", HelpName = "N", CustomParser = OptionValue.WholeNumber(int.MinValue), DefaultValueFactory = _ => defaults.CharacterOrder,
        };
        var beta = new Option<double?>("--beta")
        {
            Description = "How many times recall weighs as much as precision.", HelpName = "NUMBER", CustomParser = OptionValue.Number, DefaultValueFactory = _ => defaults.Beta,
        };
        var lowercase = new Option<bool>("--lowercase") { Description = "Upper and lower case are the same." };
        var command = new Command("chrf", "Score a translation with chrF, between 0 and 100.");
        files.AddTo(command);
        foreach (var option in new Option[] { wordOrder, characterOrder, beta, lowercase })
            command.Add(option);
        command.SetAction(parsed =>
        {
            var options = Options(parsed);
            Settings.Check(parsed, options.Validate, (nameof(ChrfOptions.WordOrder), wordOrder), (nameof(ChrfOptions.CharacterOrder), characterOrder), (nameof(ChrfOptions.Beta), beta));
            Run(files, parsed, options);
        });
        return command;

        ChrfOptions Options(ParseResult parsed) => new()
        {
            WordOrder = parsed.GetValue(wordOrder) ?? defaults.WordOrder,
            CharacterOrder = parsed.GetValue(characterOrder) ?? defaults.CharacterOrder,
            Beta = parsed.GetValue(beta) ?? defaults.Beta,
            Lowercase = parsed.GetValue(lowercase),
        };
    }

    private static void Run(SegmentFiles files, ParseResult parsed, ChrfOptions options)
    {
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
