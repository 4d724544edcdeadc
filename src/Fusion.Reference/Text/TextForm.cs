namespace Fusion.Reference.Text;

/// <summary>How a line becomes words.</summary>
internal enum TextForm
{
    /// <summary>The line is tokenised already: spaces, or tabs, separate the words.</summary>
    Tokenized,

    /// <summary>A raw line: lower case, normalised punctuation, <see cref="MosesTokenizer"/>.</summary>
    Raw,

    /// <summary>A raw line in the authors' normalisation, . ! ? left on their words.</summary>
    AuthorsGlued,

    /// <summary>A raw line in the authors' normalisation, . ! ? apart.</summary>
    AuthorsSeparate,
}
