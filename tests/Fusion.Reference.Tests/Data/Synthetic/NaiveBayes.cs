using Fusion.Reference.Data.Iemocap;

namespace Fusion.Reference.Tests.Data.Synthetic;

/// <summary>The plainest classifier there is: words and features, each on its own, vote by their likelihood under a class.</summary>
internal sealed class NaiveBayes
{
    private const int Classes = 4;
    private readonly double[] _prior = new double[Classes];
    private readonly Dictionary<string, double>[] _words = new Dictionary<string, double>[Classes];
    private readonly (double Mean, double Variance)[][] _features = new (double, double)[Classes][];

    public NaiveBayes(IReadOnlyList<(IemocapUtterance Utterance, float[] Audio)> rows)
    {
        var vocabulary = rows.SelectMany(row => row.Utterance.Tokens).Distinct().ToArray();
        for (var label = 0; label < Classes; label++)
        {
            var members = rows.Where(row => row.Utterance.Label == label).ToArray();
            _prior[label] = Math.Log((double)members.Length / rows.Count);
            var counts = members.SelectMany(row => row.Utterance.Tokens).CountBy(word => word).ToDictionary();
            var total = counts.Values.Sum() + vocabulary.Length;
            _words[label] = vocabulary.ToDictionary(word => word, word => Math.Log((counts.GetValueOrDefault(word) + 1.0) / total));
            _features[label] = [.. Enumerable.Range(0, members[0].Audio.Length).Select(column =>
            {
                var mean = members.Average(row => row.Audio[column]);
                return (mean, members.Average(row => Math.Pow(row.Audio[column] - mean, 2)));
            })];
        }
    }

    public double Accuracy(IReadOnlyList<(IemocapUtterance Utterance, float[] Audio)> rows, bool text, bool audio) =>
        rows.Average(row => Enumerable.Range(0, Classes).MaxBy(label => Score(label, row, text, audio)) == row.Utterance.Label ? 1.0 : 0.0);

    private double Score(int label, (IemocapUtterance Utterance, float[] Audio) row, bool text, bool audio)
    {
        var score = _prior[label];
        if (text)
            score += row.Utterance.Tokens.Sum(word => _words[label].GetValueOrDefault(word));
        if (audio)
            score += row.Audio.Zip(_features[label], (value, feature) => -0.5 * (Math.Pow(value - feature.Mean, 2) / feature.Variance + Math.Log(feature.Variance))).Sum();
        return score;
    }
}
