using Fusion.Layers.Interop;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Iemocap;

namespace Fusion.Reference.Data.Synthetic;

/// <summary>Writes word vectors in which the words of one pool share a direction, as related words do in real vectors.</summary>
internal static class SyntheticVectors
{
    private const int Width = 200;

    private static readonly string[] Reserved = ["<PAD>", "<SOS>", "<EOS>", "<UNK>"];

    /// <summary>Writes glove200.npy and its words into a folder.</summary>
    public static void Write(string directory, SeededRandom random)
    {
        var words = new List<string>();
        var values = new List<float>();
        foreach (var pool in SyntheticScript.Pools.Prepend(Reserved))
        {
            var direction = Enumerable.Range(0, Width).Select(_ => random.Normal()).ToArray();
            foreach (var word in pool)
            {
                words.Add($"{word}\t{(pool == Reserved ? 1 : 0)}\n");
                values.AddRange(direction.Select(along => (float)(0.2 * along + 0.35 * random.Normal())));
            }
        }

        NpyFile.Write(Path.Combine(directory, IemocapCorpus.VectorsFile), [.. values], words.Count, Width);
        AtomicFile.WriteText(Path.Combine(directory, IemocapCorpus.VectorWordsFile), string.Concat(words));
    }
}
