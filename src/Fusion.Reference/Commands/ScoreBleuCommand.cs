using System.CommandLine;
using Fusion.Reference.Metrics;

namespace Fusion.Reference.Commands;

/// <summary><c>score bleu</c>: BLEU of a translation in one of its four read-outs, between 0 and 100.</summary>
internal static class ScoreBleuCommand
{
    public static Command Create()
    {
        var files = new SegmentFiles();
        var variant = new ChoiceOption("--variant", [.. BleuOptions.VariantNames.Keys]) { Description = "Which tool's BLEU.", DefaultValueFactory = _ => "sacrebleu" };
        var tokenize = new ChoiceOption("--tokenize", [.. BleuTokenizer.All.Select(tokenizer => tokenizer.Name)]) { Description = "How words are split; by default 13a for sacrebleu, none for the others." };
        var lowercase = new Option<bool>("--lowercase") { Description = "Upper and lower case are the same." };
        var smooth = new ChoiceOption("--smooth", [.. BleuOptions.SmoothingNames.Keys]) { Description = "What an order without a match counts; by default exp for sacrebleu, none for the others." };
        var value = new Option<double?>("--smooth-value") { Description = "Of floor (0.1) and add-k (1).", HelpName = "NUMBER", CustomParser = OptionValue.Number };
        var command = new Command("bleu", "Score a translation with BLEU, between 0 and 100.");
        files.AddTo(command);
        foreach (var option in new Option[] { variant, tokenize, lowercase, smooth, value })
            command.Add(option);
        command.SetAction(parsed =>
        {
            var options = Options(parsed);
            Settings.Check(parsed, options.Validate, (nameof(BleuOptions.Smoothing), smooth), (nameof(BleuOptions.SmoothingValue), value));
            Run(files, parsed, options);
        });
        return command;

        BleuOptions Options(ParseResult parsed) => new()
        {
            Variant = BleuOptions.VariantNames[parsed.GetRequiredValue(variant)],
            Tokenizer = BleuTokenizer.All.FirstOrDefault(tokenizer => tokenizer.Name == parsed.GetValue(tokenize)),
            Lowercase = parsed.GetValue(lowercase),
            Smoothing = parsed.GetValue(smooth) is { } name ? BleuOptions.SmoothingNames[name] : null,
            SmoothingValue = parsed.GetValue(value),
        };
    }

    private static void Run(SegmentFiles files, ParseResult parsed, BleuOptions options)
    {
        var (hypotheses, references) = files.Read(parsed);
        NGramStatistics[] segments = [.. Bleu.Segments(hypotheses, references, options)];
        var score = Bleu.Score(NGramStatistics.Sum(segments), options);
        var result = new OrderedDictionary<string, object>
        {
            ["score"] = score.Score,
            ["precisions"] = score.Precisions,
            ["cumulative"] = score.Cumulative,
            ["brevityPenalty"] = score.BrevityPenalty,
            ["hypothesisLength"] = (long)score.HypothesisLength,
            ["referenceLength"] = (long)score.ReferenceLength,
            ["signature"] = options.Signature(references.Length),
        };
        if (files.WantsSegments(parsed))
        {
            var alone = options with { EffectiveOrder = options.Variant == BleuVariant.SacreBleu };
            result["segments"] = segments.Select(segment => Bleu.Score(segment, alone).Score).ToArray();
        }

        JsonOutput.Write(parsed.InvocationConfiguration.Output, result);
    }
}
