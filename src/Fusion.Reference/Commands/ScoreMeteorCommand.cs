using System.CommandLine;
using Fusion.Reference.Metrics;
using Fusion.Reference.Text;

namespace Fusion.Reference.Commands;

/// <summary><c>score meteor</c>: METEOR of a tokenised translation, between 0 and 1.</summary>
internal static class ScoreMeteorCommand
{
    private const string Nltk = "nltk";
    private const string OfLanguage = "language";
    private const string Snowball = "snowball";

    public static Command Create()
    {
        var files = new SegmentFiles();
        var language = new ChoiceOption("--language", MeteorParameters.Languages) { Description = "Of the translation; what nltk with its own stemmer can do without." };
        var variant = new ChoiceOption("--variant", "1.5", Nltk) { Description = "METEOR 1.5, or NLTK's.", DefaultValueFactory = _ => "1.5" };
        var tables = new Option<string?>("--tables") { Description = "Folder with function words, synonyms and paraphrases.", HelpName = "DIR", CustomParser = OptionValue.Folder };
        var functionWords = new ChoiceOption("--function-words", "english", OfLanguage) { Description = "Those of English, as METEOR 1.5 has it, or of the language.", DefaultValueFactory = _ => "english" };
        var stemmer = new ChoiceOption("--stemmer", "porter", Snowball) { Description = "Of nltk: its Porter stemmer for every language, or the language's own.", DefaultValueFactory = _ => "porter" };
        var lowercase = new Option<bool>("--lowercase") { Description = "Upper and lower case are the same; nltk has it so always." };
        var normalize = new Option<bool>("--normalize") { Description = "For plain text: lower case, plain punctuation, words split as Moses splits them." };
        var command = new Command("meteor", "Score a tokenised translation with METEOR, between 0 and 1.");
        files.AddTo(command);
        foreach (var option in new Option[] { language, variant, tables, functionWords, stemmer, lowercase, normalize })
            command.Add(option);
        command.SetAction(parsed => Run(files, parsed, new Choice(
            parsed.GetRequiredValue(variant) == Nltk, parsed.GetValue(language), parsed.GetValue(tables), parsed.GetRequiredValue(functionWords) == OfLanguage,
            parsed.GetRequiredValue(stemmer) == Snowball, Text(parsed.GetValue(lowercase), parsed.GetValue(normalize)))));
        return command;
    }

    private static void Run(SegmentFiles files, ParseResult parsed, Choice choice)
    {
        if (choice.Language is null && choice.NeedsLanguage)
            throw new UserErrorException($"--language is needed: one of {string.Join(", ", MeteorParameters.Languages)}.");
        var language = choice.Language ?? "en";
        var (hypotheses, references) = files.Read(parsed, Preparation(choice.Form, language));
        var functionWordLanguage = choice.OwnFunctionWords ? language : "en";
        var tables = choice.Tables is { } folder
            ? MeteorTables.Load(folder, language, functionWordLanguage, Words(hypotheses, references, choice.IsNltk))
            : MeteorTables.Own(functionWordLanguage);
        var (result, segments) = choice.IsNltk
            ? ScoreNltk(new NltkMeteor(choice.Snowball ? new Stemmer(language) : null, tables.Synonyms), hypotheses, references, choice.Form)
            : Score15(new Meteor15(language, tables), hypotheses, references, choice.Form);
        if (files.WantsSegments(parsed))
            result["segments"] = segments;
        JsonOutput.Write(parsed.InvocationConfiguration.Output, result);
    }

    private static MeteorText Text(bool lowercase, bool normalize) =>
        normalize ? MeteorText.Normalized : lowercase ? MeteorText.Lowercased : MeteorText.Given;

    private static Func<string, string>? Preparation(MeteorText form, string language)
    {
        var tokenizer = new MosesTokenizer(Language.Find(language), escape: false);
        return form switch
        {
            MeteorText.Normalized => line => string.Join(' ', tokenizer.LowerCasedTokens(line)),
            MeteorText.Lowercased => line => line.ToLowerInvariant(),
            _ => null,
        };
    }

    private static (OrderedDictionary<string, object> Result, IReadOnlyList<double> Segments) Score15(
        Meteor15 meteor, string[] hypotheses, string[][] references, MeteorText form)
    {
        var segments = meteor.Segments(hypotheses, references);
        var score = meteor.Score(MeteorStatistics.Sum(segments));
        var result = new OrderedDictionary<string, object>
        {
            ["score"] = score.Score,
            ["precision"] = score.Precision,
            ["recall"] = score.Recall,
            ["fMean"] = score.FMean,
            ["penalty"] = score.Penalty,
            ["chunks"] = (long)score.Chunks,
            ["signature"] = meteor.Signature(references.Length, form),
        };
        return (result, [.. segments.Select(segment => meteor.Score(segment).Score)]);
    }

    private static (OrderedDictionary<string, object> Result, IReadOnlyList<double> Segments) ScoreNltk(
        NltkMeteor meteor, string[] hypotheses, string[][] references, MeteorText form)
    {
        var segments = meteor.Segments(hypotheses, references);
        return (new() { ["score"] = segments.Average(), ["signature"] = meteor.Signature(references.Length, form) }, segments);
    }

    private static HashSet<string> Words(string[] hypotheses, string[][] references, bool lowercase) =>
    [
        .. references.SelectMany(set => set).Concat(hypotheses)
            .SelectMany(line => (lowercase ? line.ToLowerInvariant() : line).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)),
    ];

    /// <summary>What the command line asks for.</summary>
    private sealed record Choice(bool IsNltk, string? Language, string? Tables, bool OwnFunctionWords, bool Snowball, MeteorText Form)
    {
        public bool NeedsLanguage => !IsNltk || Snowball || Tables is not null || Form == MeteorText.Normalized;
    }
}
