using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;

namespace Fusion.Reference.Text;

/// <summary>Word vectors made elsewhere, such as GloVe.</summary>
internal sealed class PretrainedVectors
{
    private readonly Dictionary<string, float[]> _vectors;

    private PretrainedVectors(Dictionary<string, float[]> vectors, int dimension)
    {
        _vectors = vectors;
        Dimension = dimension;
    }

    public int Dimension { get; }

    /// <summary>Words that have a vector.</summary>
    public int Count => _vectors.Count;

    /// <summary>Reads a matrix and the words of its rows.</summary>
    /// <param name="matrixFile">A .npy file, one row for each word.</param>
    /// <param name="wordsFile">One line for each row, without a header: the word, a tab, and 1 where the row is filler rather than a vector, else 0.</param>
    public static PretrainedVectors Load(string matrixFile, string wordsFile)
    {
        var matrix = NpyFile.Read(matrixFile).Expect(-1, -1);
        var values = matrix.ToSingle();
        var (rows, dimension) = (matrix.Shape[0], (int)matrix.Shape[1]);
        if (dimension == 0)
            throw new DataFormatException(matrixFile, null, "expected at least one column, found none");
        var vectors = new Dictionary<string, float[]>(StringComparer.Ordinal);
        var words = new HashSet<string>(StringComparer.Ordinal);
        var line = 0;
        foreach (var text in TextLines.Read(wordsFile))
        {
            line++;
            var cells = text.Split('\t');
            if (cells.Length != 2 || cells[0].Length == 0 || cells[1] is not ("0" or "1"))
                throw new DataFormatException(wordsFile, line, $"expected a word, a tab and 0 or 1, found '{text}'");
            if (!words.Add(cells[0]))
                throw new DataFormatException(wordsFile, line, $"expected each word once, found '{cells[0]}' again");
            if (line > rows)
                throw new DataFormatException(wordsFile, line, $"expected {rows} lines, one for each row of {matrixFile}, found more");
            var vector = values.AsSpan((line - 1) * dimension, dimension);
            foreach (var value in vector)
                if (!float.IsFinite(value))
                    throw new DataFormatException(matrixFile, null, $"expected finite numbers, found {value} in row {line - 1} ('{cells[0]}')");
            if (cells[1] == "0")
                vectors.Add(cells[0], vector.ToArray());
        }

        return line == rows
            ? new PretrainedVectors(vectors, dimension)
            : throw new DataFormatException(wordsFile, line, $"expected {rows} lines, one for each row of {matrixFile}, found {line}");
    }

    /// <summary>The vector of a word, or nothing.</summary>
    public ReadOnlySpan<float> this[string word] => _vectors.TryGetValue(word, out var vector) ? vector : [];

    /// <summary>
    /// An embedding table for a vocabulary, row-major (words, dimension): padding is zero, words without a vector are drawn
    /// from a normal distribution as wide as the vectors there are.
    /// </summary>
    public float[] Table(Vocabulary vocabulary, ulong seed)
    {
        var random = new SeededRandom(seed);
        var spread = _vectors.Count == 0 ? 1 : Math.Sqrt(_vectors.Values.Average(vector => vector.Average(value => (double)value * value)));
        var table = new float[vocabulary.Count * Dimension];
        for (var number = Vocabulary.Start; number < vocabulary.Count; number++)
        {
            var row = table.AsSpan(number * Dimension, Dimension);
            if (_vectors.TryGetValue(vocabulary.Words[number], out var vector))
                vector.CopyTo(row);
            else
                for (var column = 0; column < row.Length; column++)
                    row[column] = (float)(spread * random.Normal());
        }

        return table;
    }
}
