namespace Fusion.Reference.Data;

/// <summary>An utterance with one class, as far as scoring has to know it.</summary>
internal interface IUtterance
{
    /// <summary>Its name.</summary>
    string Id { get; }

    /// <summary>What it belongs to, a dialogue or a video: statistics draw whole groups.</summary>
    string Group { get; }

    /// <summary>Index of its class.</summary>
    int Label { get; }
}
