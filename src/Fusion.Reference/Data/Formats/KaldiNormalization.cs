using System.Collections.Concurrent;

namespace Fusion.Reference.Data.Formats;

/// <summary>The normalisation of each row's speaker or video, read from its archive when it is first needed. Reading is safe from several threads.</summary>
/// <param name="speakers">For each row the entry of its sums.</param>
internal sealed class KaldiNormalization(IReadOnlyList<KaldiScp.Entry> speakers)
{
    private readonly ConcurrentDictionary<(string File, long Offset), KaldiCmvn> _known = new();

    /// <summary>Archives of the sums.</summary>
    public IEnumerable<string> Files => speakers.Select(entry => entry.File).Distinct();

    /// <summary>The normalisation of a row.</summary>
    public KaldiCmvn Of(int row) => _known.GetOrAdd((speakers[row].File, speakers[row].Offset), place =>
    {
        using var archive = KaldiArk.Open(place.File);
        return KaldiCmvn.From(archive.Read(place.Offset));
    });
}
