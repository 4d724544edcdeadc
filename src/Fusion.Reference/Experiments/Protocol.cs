namespace Fusion.Reference.Experiments;

/// <summary>How the utterances are divided into training, validation and test.</summary>
internal enum Protocol
{
    /// <summary>By session: no speaker and no dialogue is in two parts.</summary>
    Session,

    /// <summary>Utterances at random: nothing but the utterance itself is kept apart.</summary>
    RandomUtterance,

    /// <summary>The lists of the first author's earlier project, defects included; comparable with nothing.</summary>
    Authors,
}
