namespace Fusion.Reference.Experiments;

/// <summary>What a translator reads, in the letters of Table 1: text, speech, and video or image.</summary>
internal enum ModalitySet
{
    /// <summary>Text.</summary>
    T,

    /// <summary>Speech.</summary>
    S,

    /// <summary>Video or image.</summary>
    V,

    /// <summary>Speech and text.</summary>
    ST,

    /// <summary>Video or image, and text.</summary>
    VT,

    /// <summary>Speech, and video or image.</summary>
    SV,

    /// <summary>All three.</summary>
    SVT,
}

/// <summary>What is in a set.</summary>
internal static class ModalitySets
{
    public const string Text = "text";
    public const string Speech = "speech";
    public const string Image = "image";

    public static bool Has(this ModalitySet set, string modality) => set.Names().Contains(modality);

    /// <summary>The modalities in the order in which models take them: text first.</summary>
    public static IReadOnlyList<string> Names(this ModalitySet set) => set switch
    {
        ModalitySet.T => [Text],
        ModalitySet.S => [Speech],
        ModalitySet.V => [Image],
        ModalitySet.ST => [Text, Speech],
        ModalitySet.VT => [Text, Image],
        ModalitySet.SV => [Speech, Image],
        _ => [Text, Speech, Image],
    };

    /// <summary>The set of some letters, in any order, separated by commas or hyphens.</summary>
    public static ModalitySet Parse(string letters)
    {
        var wanted = letters.Split([',', '-'], StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal).ToArray();
        foreach (var set in Enum.GetValues<ModalitySet>())
        {
            if (set.Letters().Split('-').Order(StringComparer.Ordinal).SequenceEqual(wanted))
                return set;
        }

        throw new UserErrorException($"--modalities {letters}: expected one or more of t, s and v, each once, separated by commas");
    }

    /// <summary>The letters as the command line takes them: s,v,t.</summary>
    public static string Option(this ModalitySet set) => set.Letters().Replace('-', ',');

    /// <summary>The letters as the paper writes them: s-v-t.</summary>
    public static string Letters(this ModalitySet set) => string.Join('-', set.ToString().ToLowerInvariant().AsEnumerable());
}
