using Fusion.Reference.Data;

namespace Fusion.Reference.Experiments.Mosi;

/// <summary>Which rows lose which modality in a test with incomplete rows.</summary>
internal static class ModalityRemoval
{
    /// <summary>Draws presence [N, M]. The same seed at a higher rate removes what it removed before, and more.</summary>
    /// <param name="rows">Number of rows N.</param>
    /// <param name="modalities">Number of modalities M.</param>
    /// <param name="removed">Position of the only modality that goes; null: each may, but a row that would lose all keeps one of them, drawn evenly.</param>
    /// <param name="rate">Probability that a row loses a modality; 1 is certain.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static bool[,] Draw(int rows, int modalities, int? removed, double rate, ulong seed)
    {
        var random = new SeededRandom(seed);
        var present = new bool[rows, modalities];
        for (var row = 0; row < rows; row++)
        {
            double[] draws = [.. Enumerable.Range(0, modalities).Select(_ => random.Uniform())];
            for (var modality = 0; modality < modalities; modality++)
                present[row, modality] = draws[modality] >= rate || (removed is not null && removed != modality);
            // The one whose draw is highest would be the last to go.
            var last = Array.IndexOf(draws, draws.Max());
            present[row, last] |= removed is null;
        }

        return present;
    }
}
