using System.Reflection;

namespace Fusion.Reference.Metrics;

/// <summary>How a BLEU is read from the n-gram statistic: four different things carry the name.</summary>
internal enum BleuVariant
{
    /// <summary>sacreBLEU: its own tokeniser, smoothed.</summary>
    SacreBleu,

    /// <summary>The multi-bleu script of Moses: text split at spaces, not smoothed.</summary>
    MultiBleu,

    /// <summary>coco-caption and nlg-eval: cumulative BLEU-1 to BLEU-4 with tiny constants against division by zero.</summary>
    Coco,

    /// <summary>NLTK's corpus_bleu with equal weights: cumulative; a segment too short for an n-gram counts as one miss.</summary>
    Nltk,
}

/// <summary>What is done where an order has no match.</summary>
internal enum BleuSmoothing
{
    None,

    /// <summary>The first order without a match counts as half a match, the next as a quarter, and so on.</summary>
    Exp,

    /// <summary>No match counts as a small number of matches (0.1).</summary>
    Floor,

    /// <summary>A number (1) is added to matches and n-grams of every order from 2.</summary>
    AddK,
}

/// <summary>Settings of BLEU.</summary>
internal sealed record BleuOptions
{
    /// <summary>The variants by their names on the command line and in signatures.</summary>
    public static IReadOnlyDictionary<string, BleuVariant> VariantNames { get; } = new OrderedDictionary<string, BleuVariant>
    {
        ["sacrebleu"] = BleuVariant.SacreBleu, ["multi-bleu"] = BleuVariant.MultiBleu, ["coco"] = BleuVariant.Coco, ["nltk"] = BleuVariant.Nltk,
    };

    /// <summary>The smoothings by their names on the command line and in signatures.</summary>
    public static IReadOnlyDictionary<string, BleuSmoothing> SmoothingNames { get; } = new OrderedDictionary<string, BleuSmoothing>
    {
        ["none"] = BleuSmoothing.None, ["exp"] = BleuSmoothing.Exp, ["floor"] = BleuSmoothing.Floor, ["add-k"] = BleuSmoothing.AddK,
    };

    public BleuVariant Variant { get; init; }

    /// <summary>By default 13a for sacreBLEU and none for the others.</summary>
    public BleuTokenizer? Tokenizer { get; init; }

    /// <summary>By default exponential for sacreBLEU and none for the others, of which only NLTK's knows any.</summary>
    public BleuSmoothing? Smoothing { get; init; }

    /// <summary>By default 0.1 for <see cref="BleuSmoothing.Floor"/> and 1 for <see cref="BleuSmoothing.AddK"/>; the others take none.</summary>
    public double? SmoothingValue { get; init; }

    public bool Lowercase { get; init; }

    /// <summary>Longest n-gram.</summary>
    public int MaxOrder { get; init; } = 4;

    /// <summary>Orders for which the hypothesis has no n-gram are left out, where they would make the score 0; usual for single sentences.</summary>
    public bool EffectiveOrder { get; init; }

    /// <summary>The tokeniser in force.</summary>
    public BleuTokenizer TokenizerUsed => Tokenizer ?? (Variant == BleuVariant.SacreBleu ? BleuTokenizer.V13a : BleuTokenizer.None);

    /// <summary>The smoothing in force.</summary>
    public BleuSmoothing SmoothingUsed => Smoothing ?? (Variant == BleuVariant.SacreBleu ? BleuSmoothing.Exp : BleuSmoothing.None);

    /// <summary>The smoothing value in force.</summary>
    public double SmoothingValueUsed => SmoothingValue ?? (SmoothingUsed == BleuSmoothing.Floor ? 0.1 : 1);

    /// <summary>Checks that the settings go together.</summary>
    /// <exception cref="InvalidSettingException">They do not; it says which.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxOrder, 1);
        if (Variant is BleuVariant.MultiBleu or BleuVariant.Coco && SmoothingUsed != BleuSmoothing.None)
            throw new InvalidSettingException(nameof(Smoothing), Smoothing, $"{Name} has no smoothing");
        if (EffectiveOrder && Variant != BleuVariant.SacreBleu)
            throw new InvalidSettingException(nameof(EffectiveOrder), EffectiveOrder, $"{Name} has no effective order");
        if (SmoothingValue is not null && !TakesValue)
            throw new InvalidSettingException(nameof(SmoothingValue), SmoothingValue, "only the smoothings floor and add-k take a value");
        if (SmoothingValue is { } value && !(double.IsFinite(value) && value >= 0))
            throw new InvalidSettingException(nameof(SmoothingValue), value, "expected 0 or more");
    }

    /// <summary>What a reader needs to compare a score with another, in the manner of sacreBLEU.</summary>
    /// <param name="references">References per segment.</param>
    public string Signature(int references) => string.Join('|',
        Name,
        $"nrefs:{references}",
        $"case:{(Lowercase ? "lc" : "mixed")}",
        $"eff:{(EffectiveOrder ? "yes" : "no")}",
        $"tok:{TokenizerUsed.Name}",
        $"smooth:{SmoothingName}{(MaxOrder == 4 ? "" : $"|order:{MaxOrder}")}",
        $"version:{ProgramVersion}");

    /// <summary>Name and version of this program, for signatures.</summary>
    internal static string ProgramVersion { get; } = $"fusion-reference-{Assembly.GetExecutingAssembly().GetName().Version?.ToString(3)}";

    private string Name => VariantNames.First(pair => pair.Value == Variant).Key;

    private string SmoothingName => SmoothingNames.First(pair => pair.Value == SmoothingUsed).Key
        + (TakesValue ? FormattableString.Invariant($"[{SmoothingValueUsed:0.00##}]") : "");

    private bool TakesValue => SmoothingUsed is BleuSmoothing.Floor or BleuSmoothing.AddK;
}
