namespace Fusion.Reference.Metrics;

/// <summary>A way in which METEOR matches words.</summary>
internal enum MeteorModule
{
    /// <summary>The same word.</summary>
    Exact,

    /// <summary>Different words with the same stem.</summary>
    Stem,

    /// <summary>Different words that share a set of synonyms.</summary>
    Synonym,

    /// <summary>Phrases that a table of paraphrases links.</summary>
    Paraphrase,
}

/// <summary>
/// METEOR 1.5's parameters of one language (Denkowski and Lavie 2014, "rank" task): tuned to human rankings for English, French and German;
/// Portuguese has the language-independent ones.
/// </summary>
/// <param name="Alpha">Weight of recall against precision.</param>
/// <param name="Beta">Exponent of the share of chunks.</param>
/// <param name="Gamma">Greatest penalty for chunks.</param>
/// <param name="Delta">Weight of content words against function words.</param>
/// <param name="Weights">Weight of a match of each module, in the order in which the language uses them.</param>
internal sealed record MeteorParameters(
    double Alpha, double Beta, double Gamma, double Delta, IReadOnlyList<(MeteorModule Module, double Weight)> Weights)
{
    /// <summary>Languages that have parameters here.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "fr", "pt", "de"];

    /// <summary>The parameters of a language.</summary>
    public static MeteorParameters For(string language) => language switch
    {
        "en" => new(0.85, 0.2, 0.6, 0.75, [(MeteorModule.Exact, 1), (MeteorModule.Stem, 0.6), (MeteorModule.Synonym, 0.8), (MeteorModule.Paraphrase, 0.6)]),
        "fr" => new(0.9, 1.4, 0.6, 0.65, [(MeteorModule.Exact, 1), (MeteorModule.Stem, 0.2), (MeteorModule.Paraphrase, 0.4)]),
        "de" => new(0.95, 1, 0.55, 0.55, [(MeteorModule.Exact, 1), (MeteorModule.Stem, 0.8), (MeteorModule.Paraphrase, 0.2)]),
        "pt" => new(0.75, 1.4, 0.7, 0.5, [(MeteorModule.Exact, 1), (MeteorModule.Stem, 0.5)]),
        _ => throw new ArgumentException($"expected one of {string.Join(", ", Languages)}, found '{language}'", nameof(language)),
    };
}
