using Lucene.Net.Tartarus.Snowball;
using Lucene.Net.Tartarus.Snowball.Ext;

namespace Fusion.Reference.Metrics;

/// <summary>
/// The Snowball stemmers as METEOR 1.5 has them, from Lucene.NET: later Snowball releases stem some words differently.
/// Each instance keeps what it has stemmed and is for one thread.
/// </summary>
internal sealed class Stemmer
{
    private readonly SnowballProgram _program;
    private readonly Dictionary<string, string> _stems = new(StringComparer.Ordinal);

    /// <summary>Makes a stemmer.</summary>
    /// <param name="language">One of <see cref="MeteorParameters.Languages"/>.</param>
    public Stemmer(string language)
    {
        Language = language;
        _program = language switch
        {
            "en" => new EnglishStemmer(),
            "fr" => new FrenchStemmer(),
            "pt" => new PortugueseStemmer(),
            "de" => new GermanStemmer(),
            _ => throw new ArgumentException($"expected one of {string.Join(", ", MeteorParameters.Languages)}, found '{language}'", nameof(language)),
        };
    }

    /// <summary>Code of its language.</summary>
    public string Language { get; }

    /// <summary>The stem of a lower-case word.</summary>
    public string Stem(string word)
    {
        if (_stems.TryGetValue(word, out var known))
            return known;
        _program.SetCurrent(word);
        _program.Stem();
        return _stems[word] = _program.Current;
    }
}
