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
}
