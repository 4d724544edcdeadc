namespace Fusion.Reference.Text;

/// <summary>What the authors' normaliser does with . ! ? behind a word.</summary>
internal enum AuthorsMarks
{
    /// <summary>A space goes before each: IEMOCAP's transcripts, and the earlier release for How2.</summary>
    Separate,

    /// <summary>They stay as they stand, mostly at the end of a word: the published translation code.</summary>
    Glued,
}
