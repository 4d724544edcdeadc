namespace Fusion.Reference.Experiments.Translation;

/// <summary>Which lines of a data set are used: all rows of a table are trained and tested on the same ones.</summary>
internal enum LineChoice
{
    /// <summary>Every line of every split.</summary>
    All,

    /// <summary>The lines whose image's features are there, in the division that comes with them.</summary>
    WithImages,

    /// <summary>The lines whose image people labelled; validation and test are taken from the training lines.</summary>
    WithLabels,
}
