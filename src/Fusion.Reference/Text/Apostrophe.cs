namespace Fusion.Reference.Text;

/// <summary>What an apostrophe between two letters does.</summary>
internal enum Apostrophe
{
    /// <summary>A token of its own: d'água is three tokens.</summary>
    Separate,

    /// <summary>It starts the second word, as in English: John's is <c>John 's</c>.</summary>
    StartsWord,

    /// <summary>It ends the first word, as in French: l'eau is <c>l' eau</c>.</summary>
    EndsWord,
}
