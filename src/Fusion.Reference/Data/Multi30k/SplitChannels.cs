using Fusion.Reference.Data.Translation;

namespace Fusion.Reference.Data.Multi30k;

/// <summary>The channels of every split.</summary>
internal sealed class SplitChannels
{
    private readonly Dictionary<string, Dictionary<string, LineChannel>> _bySplit = new(StringComparer.Ordinal);

    public void Add(string split, string channel, LineChannel features) => Channels(split).Add(channel, features);

    public bool Has(string split, string channel) => Channels(split).ContainsKey(channel);

    public IReadOnlyDictionary<string, LineChannel> Of(string split) => Channels(split);

    private Dictionary<string, LineChannel> Channels(string split)
    {
        if (!_bySplit.TryGetValue(split, out var channels))
            _bySplit.Add(split, channels = new(StringComparer.Ordinal));
        return channels;
    }
}
