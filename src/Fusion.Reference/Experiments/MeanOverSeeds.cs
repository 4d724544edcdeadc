using System.Globalization;

namespace Fusion.Reference.Experiments;

/// <summary>A score over seeds.</summary>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Deviation">Sample standard deviation; 0 for one seed.</param>
/// <param name="Count">Number of seeds.</param>
internal readonly record struct MeanOverSeeds(double Mean, double Deviation, int Count)
{
    public static MeanOverSeeds Of(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        var deviation = values.Count < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        return new MeanOverSeeds(mean, deviation, values.Count);
    }

    /// <summary>Percent with one digit, and the deviation where there is more than one seed.</summary>
    public string Percent => Count > 1
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * Mean:0.0} ± {100 * Deviation:0.0}")
        : string.Create(CultureInfo.InvariantCulture, $"{100 * Mean:0.0}");
}
