using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Metrics;

/// <summary>What METEOR 1.5 knows of a language beside its parameters and stemmer.</summary>
internal sealed record MeteorTables
{
    /// <summary>Words that count as function words.</summary>
    public required IReadOnlySet<string> FunctionWords { get; init; }

    /// <summary>Where <see cref="FunctionWords"/> come from, for signatures.</summary>
    public required string FunctionWordSource { get; init; }

    /// <summary>None: the module is left out.</summary>
    public SynonymSets? Synonyms { get; init; }

    /// <summary>None: the module is left out.</summary>
    public ParaphraseTable? Paraphrases { get; init; }

    /// <summary>The program's own function words, no synonyms, no paraphrases.</summary>
    /// <param name="functionWordLanguage">
    /// One of <see cref="MeteorParameters.Languages"/>. METEOR 1.5 has the English ones for text of every language, and published scores carry that.
    /// </param>
    public static MeteorTables Own(string functionWordLanguage = "en") =>
        new() { FunctionWords = MeteorFunctionWords.Of(functionWordLanguage), FunctionWordSource = $"own-{functionWordLanguage}" };

    /// <summary>
    /// Reads the files that a folder has of a language: <c>function-LANG.words</c> (one word a line), <c>synonyms-LANG.txt</c>
    /// (a set of words a line) and <c>paraphrase-LANG.gz</c> (METEOR's own format). What it has not is as in <see cref="Own"/>.
    /// </summary>
    /// <param name="folder">The user's folder.</param>
    /// <param name="language">One of <see cref="MeteorParameters.Languages"/>.</param>
    /// <param name="functionWordLanguage">The language of the function words.</param>
    /// <param name="words">Words of the texts to score.</param>
    public static MeteorTables Load(string folder, string language, string functionWordLanguage, IReadOnlySet<string> words)
    {
        var functionWords = Path.Combine(folder, $"function-{functionWordLanguage}.words");
        var synonyms = Path.Combine(folder, $"synonyms-{language}.txt");
        var paraphrases = Path.Combine(folder, $"paraphrase-{language}.gz");
        if (!new[] { functionWords, synonyms, paraphrases }.Any(File.Exists))
            throw new DataFormatException(folder, null, $"expected a folder with function-{functionWordLanguage}.words, synonyms-{language}.txt or paraphrase-{language}.gz, found none of them");
        var tables = Own(functionWordLanguage);
        if (File.Exists(functionWords))
            tables = tables with { FunctionWords = ReadWords(functionWords), FunctionWordSource = $"user-{functionWordLanguage}" };
        return tables with
        {
            Synonyms = File.Exists(synonyms) ? SynonymSets.Load(synonyms) : null,
            Paraphrases = File.Exists(paraphrases) ? ParaphraseTable.Load(paraphrases, words) : null,
        };
    }

    private static HashSet<string> ReadWords(string file) => [.. TextLines.Read(file).Select(line => line.Trim()).Where(word => word.Length > 0)];
}
