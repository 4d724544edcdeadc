namespace Fusion.Reference.Data.Iemocap;

/// <summary>What a model reads of an utterance.</summary>
internal enum UtteranceNeeds
{
    /// <summary>The words alone.</summary>
    Text,

    /// <summary>The eight features of speech alone.</summary>
    Audio,

    /// <summary>Both.</summary>
    Both,

    /// <summary>Both, of which one may be absent.</summary>
    Either,
}
