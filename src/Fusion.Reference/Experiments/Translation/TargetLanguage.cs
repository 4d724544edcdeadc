namespace Fusion.Reference.Experiments.Translation;

/// <summary>Languages that are translated to; the names are their codes.</summary>
internal enum TargetLanguage
{
    /// <summary>French.</summary>
    Fr,

    /// <summary>Portuguese.</summary>
    Pt,
}
