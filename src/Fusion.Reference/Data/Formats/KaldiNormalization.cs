using System.Collections.Concurrent;

namespace Fusion.Reference.Data.Formats;

/// <summary>The normalisation of each row's speaker or video, read from its archive when it is first needed. Reading is safe from several threads.</summary>
/// <param name="speakers">For each row the entry of its sums; null where it is left as it is.</param>
internal sealed class KaldiNormalization(IReadOnlyList<KaldiScp.Entry?> speakers)
{
    private readonly ConcurrentDictionary<(string File, long Offset), KaldiCmvn> _known = new();

    /// <summary>Archives of the sums.</summary>
    public IEnumerable<string> Files => speakers.OfType<KaldiScp.Entry>().Select(entry => entry.File).Distinct();

    /// <summary>The normalisation of a row, if any.</summary>
    public KaldiCmvn? Of(int row) => speakers[row] is not { } entry ? null : _known.GetOrAdd((entry.File, entry.Offset), place =>
    {
        using var archive = KaldiArk.Open(place.File);
        return KaldiCmvn.From(archive.Read(place.Offset));
    });
}
