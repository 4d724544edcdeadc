using Fusion.Reference.Data;
using Fusion.Reference.Data.Translation;
using Fusion.Reference.Text;

namespace Fusion.Reference.Experiments.Translation;

/// <summary>The corpus as one recipe sees it, everything fitted on the training lines alone.</summary>
internal sealed class TranslationData
{
    private const ulong ShuffleSeed = 2;

    private readonly TranslationRecipe _recipe;
    private readonly string _source;

    /// <param name="splits">The lines.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="source">The language to translate from.</param>
    /// <param name="text">What was learned of the training lines' text with the recipe's options.</param>
    /// <param name="features">How features are standardised; null: fitted here.</param>
    public TranslationData(TranslationSplits splits, TranslationRecipe recipe, string source, TextPair text, TranslationFeatures? features = null)
    {
        (Splits, _recipe, _source, Text) = (splits, recipe, source, text);
        Features = features ?? TranslationFeatures.Fit(splits, recipe);
        Train = Part(splits.Train);
        Validation = Part(splits.Validation);
    }

    public TranslationSplits Splits { get; }

    public TextPair Text { get; }

    /// <summary>How features are standardised.</summary>
    public TranslationFeatures Features { get; }

    public TranslationPart Train { get; }

    public TranslationPart Validation { get; }

    /// <summary>Width of an image's vector; null where nobody reads it.</summary>
    public int? ImageFeatures => Train.Image?.Width;

    /// <summary>Width of a frame of speech; null where nobody reads it.</summary>
    public int? SpeechFeatures => Train.Speech?.Width;

    /// <summary>Lines of a split as the model sees them.</summary>
    /// <param name="split">Any part of the corpus.</param>
    /// <param name="drop">Source words that are made unknown; null: none.</param>
    public TranslationPart Part(ParallelSplit split, WordDrop? drop = null)
    {
        var (source, target) = (Lines(split, _source), Lines(split, Text.Options.Target));
        return new TranslationPart(
            [.. source.Select((line, number) => Encode(line, number, drop))], [.. target.Select(line => Text.Target.Encode(line, _recipe.MaxTokens, wrap: false))],
            Channel(split, ModalitySets.Image, Features.Image), Channel(split, ModalitySets.Speech, Features.Speech), _recipe.Modalities.Names());
    }

    /// <summary>The training lines, segmented anew in every epoch; null where the recipe leaves no merges out.</summary>
    /// <param name="seed">Seed of the draws.</param>
    public RedrawnLines? Redrawn(ulong seed) => _recipe.MergeDropout == 0 ? null : new RedrawnLines(
        Text, Lines(Splits.Train, _source), Lines(Splits.Train, Text.Options.Target), new MergeDrop(_recipe.MergeDropout, seed), _recipe.MaxTokens);

    /// <summary>The source lines of a split, whole, as words in the form that is learned.</summary>
    public IReadOnlyList<string> Sources(ParallelSplit split) => [.. Lines(split, _source).Select(line => string.Join(' ', Text.Source.Words(line)))];

    /// <summary>The target lines of a split, whole, as words in the form that is learned: what a perfect translation would be.</summary>
    public IReadOnlyList<string> References(ParallelSplit split) => [.. Lines(split, Text.Options.Target).Select(line => string.Join(' ', Text.Target.Words(line)))];

    private long[] Encode(string line, int number, WordDrop? drop) =>
        drop is null ? Text.Source.Encode(line, _recipe.MaxTokens, wrap: false) : Text.Source.Encode(line, drop, number, _recipe.MaxTokens, wrap: false);

    private ChannelOfPart? Channel(ParallelSplit split, string modality, FrameStandardizer? standardizer)
    {
        if (standardizer is null)
            return null;
        var channel = TranslationChannels.Of(split, modality, _recipe.Lines);
        return new ChannelOfPart(modality == ModalitySets.Image && _recipe.ShuffledImage ? channel.Shuffled(ShuffleSeed) : channel, standardizer);
    }

    private IReadOnlyList<string> Lines(ParallelSplit split, string language) => TranslationLines.Of(split, language, _recipe.Text);
}
