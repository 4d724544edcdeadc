namespace Fusion.Reference.Text;

/// <summary>Splits the lines of one language into words.</summary>
/// <param name="form">What the lines are, and what is made of them.</param>
/// <param name="language">Language of raw lines.</param>
/// <param name="escape">Whether tokens of <see cref="TextForm.Raw"/> are written with entities.</param>
internal sealed class WordSplitter(TextForm form, Language language, bool escape = true)
{
    private readonly MosesTokenizer _tokenizer = new(language, escape);

    /// <summary>The words of a line.</summary>
    public string[] Words(string line) => form switch
    {
        // Merges and vocabularies are files of lines, which a carriage return would break.
        TextForm.Tokenized => line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries),
        TextForm.Raw => _tokenizer.LowerCasedTokens(line),
        TextForm.AuthorsGlued => AuthorsText.Tokens(line, AuthorsMarks.Glued),
        TextForm.AuthorsSeparate => AuthorsText.Tokens(line),
        _ => throw new InvalidOperationException($"No such form: {form}."),
    };
}
