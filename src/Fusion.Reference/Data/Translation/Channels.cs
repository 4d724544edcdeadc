namespace Fusion.Reference.Data.Translation;

/// <summary>Names of the channels beside the text.</summary>
internal static class Channels
{
    /// <summary>One vector of a convolutional network for the image.</summary>
    public const string Image = "image";

    /// <summary>Probabilities, times 256, of what the image shows, by the network's own classes.</summary>
    public const string ImageClasses = "imageClasses";

    /// <summary>Counts of what people said the image shows.</summary>
    public const string ImageLabels = "imageLabels";

    /// <summary>One vector for the video.</summary>
    public const string Video = "video";

    /// <summary>Frames of speech (T, 43).</summary>
    public const string Speech = "speech";

    /// <summary>Speech as equal parts (8, 43).</summary>
    public const string SpeechSegments = "speechSegments";

    /// <summary>Speech as one vector: mean and standard deviation of each column.</summary>
    public const string SpeechStatistics = "speechStatistics";
}
