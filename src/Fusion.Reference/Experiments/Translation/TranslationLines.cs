using Fusion.Reference.Data;
using Fusion.Reference.Data.Translation;
using Fusion.Reference.Text;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>The sentences of a split in the form that a recipe wants.</summary>
internal static class TranslationLines
{
    /// <summary>The lines; an error says that the data lack the language or the form.</summary>
    public static IReadOnlyList<string> Of(ParallelSplit split, string language, TextForm form)
    {
        if (!split.Languages.TryGetValue(language, out var sentences))
            throw new UserErrorException($"{split.Name}: expected sentences in {language}, found {string.Join(", ", split.Languages.Keys)}");
        return (form == TextForm.Tokenized ? sentences.Tokenized : sentences.Raw)
            ?? throw new UserErrorException($"{split.Name}: expected {(form == TextForm.Tokenized ? "tokenised" : "raw")} sentences in {language} for Text={form}, found none; set another Text");
    }

    /// <summary>Throws where a line has no word left in the form that is learned: a model can neither read nor be scored on it.</summary>
    /// <param name="split">The lines.</param>
    /// <param name="language">Their language.</param>
    /// <param name="form">The form.</param>
    /// <param name="words">What makes words of the lines.</param>
    public static void RequireWords(ParallelSplit split, string language, TextForm form, WordSplitter words)
    {
        var lines = Of(split, language, form);
        for (var line = 0; line < lines.Count; line++)
            if (words.Words(lines[line]).Length == 0)
                throw new DataFormatException(split.Name, line + 1, $"expected a word in {language} with Text={form}, found none in '{lines[line]}' ({split.Ids[line]}); set another Text, or leave the line out of the data");
    }
}
