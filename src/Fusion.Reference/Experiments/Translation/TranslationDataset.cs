using Fusion.Reference.Data.How2;
using Fusion.Reference.Data.Translation;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>What a translation experiment has of its own: data, division, tables and recipe.</summary>
/// <param name="Name">Name of the experiment, of its folder under <c>--data</c> and of its runs' folder.</param>
/// <param name="Title">What it is, for a report.</param>
/// <param name="Studies">Its tables.</param>
/// <param name="Default">Tables that are run where none is named, by profile.</param>
/// <param name="Recipe">Its recipe, by profile.</param>
/// <param name="Load">Reads a folder as a recipe wants it, with the official divisions.</param>
/// <param name="Divide">The lines that a recipe uses.</param>
/// <param name="Synthesize">Writes generated data in the real formats; null where there is no generator.</param>
internal sealed record TranslationDataset(
    string Name, string Title, IReadOnlyList<ModelStudy<TranslationRecipe>> Studies, Func<Profile, string> Default, Func<Profile, TranslationRecipe> Recipe,
    Func<string, TranslationRecipe, ParallelCorpus> Load, Func<ParallelCorpus, TranslationRecipe, TranslationSplits> Divide, Action<string>? Synthesize)
{
    private const string Lines = "lines";

    /// <summary>What a fusion reads where nothing else is said: all that the data set has.</summary>
    public ModalitySet Modalities { get; init; } = ModalitySet.SVT;

    /// <summary>What test lines are drawn by in a bootstrap, in the plural: lines, or the groups that they come in.</summary>
    public string Drawn { get; init; } = Lines;

    /// <summary>The test sets that it was published with; empty where there is nothing to miss.</summary>
    public IReadOnlyList<string> TestSets { get; init; } = [];

    /// <summary>Whether its speech is lines read aloud by a program, which every table of it has to say.</summary>
    public bool HasSyntheticSpeech { get; init; }

    /// <summary>Whether whole groups of lines are drawn.</summary>
    public bool DrawsGroups => Drawn != Lines;

    /// <summary>The keys of its recipe that may be set: only How2 comes with the sums that its speech is normalised by.</summary>
    public IReadOnlyList<string> Keys => [.. RecipeSettings.Keys<TranslationRecipe>().Where(key => key != nameof(TranslationRecipe.NormalizeSpeech) || Name == How2Corpus.Dataset)];

    /// <summary>Its tables, and after them the rows of a user's own choice.</summary>
    public IReadOnlyList<ModelStudy<TranslationRecipe>> WithOwn => [.. Studies, TranslationRows.Own];

    /// <summary>Every row, in the order of the report.</summary>
    public IReadOnlyList<ModelVariant<TranslationRecipe>> Variants => [.. WithOwn.SelectMany(study => study.Variants)];

    /// <summary>The rows that names stand for, those of a table with the most telling first; all are those of the tables.</summary>
    /// <param name="names">Tables and rows, separated by commas.</param>
    public IReadOnlyList<ModelVariant<TranslationRecipe>> Named(string names) =>
        ModelStudies.Named([.. (names == ModelStudies.All ? Studies : WithOwn).Select(study => study with { Variants = [.. study.Variants.OrderBy(TranslationRows.Rank)] })], names);
}
