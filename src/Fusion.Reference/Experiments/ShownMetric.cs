using System.Globalization;

namespace Fusion.Reference.Experiments;

/// <summary>A metric in a line of progress.</summary>
/// <param name="Name">What a reader calls it.</param>
/// <param name="Key">Its key among a run's metrics.</param>
/// <param name="Format">How its value is written.</param>
internal sealed record ShownMetric(string Name, string Key, string Format)
{
    public static readonly ShownMetric Accuracy = new("accuracy", RunScores.Accuracy, "P1");

    public static readonly ShownMetric MacroF1 = new("macro-F1", RunScores.MacroF1, "P1");

    /// <summary>Name and value.</summary>
    public string Of(IReadOnlyDictionary<string, double> metrics) => $"{Name} {metrics[Key].ToString(Format, CultureInfo.InvariantCulture)}";
}
