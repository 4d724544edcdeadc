namespace Fusion.Reference.Data.Synthetic;

/// <summary>
/// Invented features of pictures, as a network pools them: none negative, most small. Each sense of a noun has some columns of its own that stand out where
/// the picture shows it, so that a picture tells the sense and the noun and nothing else of the sentence.
/// </summary>
internal sealed class SyntheticPictures
{
    /// <summary>Width of the features.</summary>
    public const int Width = 2048;

    private const int OwnColumns = 48;
    private readonly Dictionary<(int Noun, int Sense), int[]> _columns = [];
    private readonly SeededRandom _random;

    public SyntheticPictures(int nouns, SeededRandom random)
    {
        _random = random;
        foreach (var noun in Enumerable.Range(0, nouns))
            foreach (var sense in new[] { 0, 1 })
                _columns[(noun, sense)] = [.. Enumerable.Range(0, OwnColumns).Select(_ => random.Below(Width))];
    }

    /// <summary>Draws the features (D) of a picture.</summary>
    public float[] Draw(int noun, int sense)
    {
        var values = new float[Width];
        for (var column = 0; column < Width; column++)
            values[column] = (float)Math.Max(0, 0.2 + (0.3 * _random.Normal()));
        foreach (var column in _columns[(noun, sense)])
            values[column] += (float)(1 + (0.2 * _random.Normal()));
        return values;
    }
}
