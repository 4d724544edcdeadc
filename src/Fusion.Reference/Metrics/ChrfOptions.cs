namespace Fusion.Reference.Metrics;

/// <summary>Settings of chrF.</summary>
internal sealed record ChrfOptions
{
    /// <summary>Longest n-gram that is counted: work grows with it, and few segments have longer ones in common.</summary>
    public const int HighestOrder = 100;

    /// <summary>Longest character n-gram, at most <see cref="HighestOrder"/>.</summary>
    public int CharacterOrder { get; init; } = 6;

    /// <summary>Longest word n-gram, at most <see cref="HighestOrder"/>: 0 is chrF, 2 is chrF++.</summary>
    public int WordOrder { get; init; }

    /// <summary>How many times recall weighs as much as precision.</summary>
    public double Beta { get; init; } = 2;

    public bool Lowercase { get; init; }

    /// <summary>White space is part of character n-grams.</summary>
    public bool Whitespace { get; init; }

    /// <summary>
    /// The first script's read-out: the mean of one F per order, with 1e-16 where an order has no n-gram.
    /// Otherwise F of the mean precision and recall over the orders that both sides have.
    /// </summary>
    public bool EpsilonSmoothing { get; init; }

    /// <summary>Checks that the settings have a meaning.</summary>
    /// <exception cref="InvalidSettingException">They have none; it says which.</exception>
    public void Validate()
    {
        if (CharacterOrder is < 1 or > HighestOrder)
            throw new InvalidSettingException(nameof(CharacterOrder), CharacterOrder, $"expected 1 to {HighestOrder}");
        if (WordOrder is < 0 or > HighestOrder)
            throw new InvalidSettingException(nameof(WordOrder), WordOrder, $"expected 0 to {HighestOrder}");
        if (!(double.IsFinite(Beta) && Beta > 0))
            throw new InvalidSettingException(nameof(Beta), Beta, "expected a finite number above 0");
    }

    /// <summary>What a reader needs to compare a score with another, in the manner of sacreBLEU.</summary>
    /// <param name="references">References per segment.</param>
    public string Signature(int references) => string.Join('|',
        WordOrder == 2 ? "chrf++" : "chrf",
        $"nrefs:{references}",
        $"case:{(Lowercase ? "lc" : "mixed")}",
        $"eff:{(EpsilonSmoothing ? "no" : "yes")}",
        $"nc:{CharacterOrder}",
        $"nw:{WordOrder}",
        $"space:{(Whitespace ? "yes" : "no")}{(Beta == 2 ? "" : FormattableString.Invariant($"|beta:{Beta}"))}",
        $"version:{BleuOptions.ProgramVersion}");
}
