using System.CommandLine;
using Fusion.Reference.Metrics;

namespace Fusion.Reference.Commands;

/// <summary><c>score bleu</c>: BLEU of a translation in one of its four read-outs, between 0 and 100.</summary>
internal static class ScoreBleuCommand
{
    public static Command Create()
    {
        var files = new SegmentFiles();
        var variant = new Option<string>("--variant") { Description = "Which tool's BLEU.", DefaultValueFactory = _ => "sacrebleu" };
        variant.AcceptOnlyFromAmong([.. BleuOptions.VariantNames.Keys]);
        var tokenize = new Option<string?>("--tokenize") { Description = "How words are split; by default 13a for sacrebleu, none for the others." };
        tokenize.AcceptOnlyFromAmong([.. BleuTokenizer.All.Select(tokenizer => tokenizer.Name)]);
        var lowercase = new Option<bool>("--lowercase") { Description = "Upper and lower case are the same." };
        var smooth = new Option<string?>("--smooth") { Description = "What an order without a match counts; by default exp for sacrebleu, none for the others." };
        smooth.AcceptOnlyFromAmong([.. BleuOptions.SmoothingNames.Keys]);
        var value = new Option<double?>("--smooth-value") { Description = "Of floor (0.1) and add-k (1).", HelpName = "NUMBER" };
        var command = new Command("bleu", "Score a translation with BLEU, between 0 and 100.");
        files.AddTo(command);
        foreach (var option in new Option[] { variant, tokenize, lowercase, smooth, value })
            command.Add(option);
        command.SetAction(parsed => Run(files, parsed, new BleuOptions
        {
            Variant = BleuOptions.VariantNames[parsed.GetRequiredValue(variant)],
            Tokenizer = BleuTokenizer.All.FirstOrDefault(tokenizer => tokenizer.Name == parsed.GetValue(tokenize)),
            Lowercase = parsed.GetValue(lowercase),
            Smoothing = parsed.GetValue(smooth) is { } name ? BleuOptions.SmoothingNames[name] : null,
            SmoothingValue = parsed.GetValue(value),
        }));
        return command;
    }

    private static void Run(SegmentFiles files, ParseResult parsed, BleuOptions options)
    {
        Settings.Check(options.Validate);
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
