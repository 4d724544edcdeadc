namespace Fusion.Reference.Data.Iemocap;

/// <summary>
/// Utterances dealt at random: 80 % to training, 10 % each to validation and test, of every class alike. No utterance is in two parts, but speakers,
/// dialogues and the repeated lines of scripted dialogues are.
/// </summary>
internal static class RandomSplit
{
    private const double HeldOut = 0.1;

    /// <summary>Deals the utterances.</summary>
    /// <param name="utterances">Each once, labelled.</param>
    /// <param name="seed">0: an utterance goes to the part that the corpus names, and only the others are dealt; another seed deals all of them.</param>
    public static CorpusSplit Of(IReadOnlyList<IemocapUtterance> utterances, int seed)
    {
        var parts = utterances.Where(utterance => seed == 0 && utterance.RandomPart is not null).ToDictionary(utterance => utterance.Id, utterance => utterance.RandomPart!.Value);
        foreach (var members in utterances.Where(utterance => !parts.ContainsKey(utterance.Id)).GroupBy(utterance => utterance.Label).ToArray())
            Deal([.. members.Select(utterance => utterance.Id).Order(StringComparer.Ordinal)], new SeededRandom((ulong)seed, (ulong)members.Key), parts);
        return new CorpusSplit(Only(CorpusPart.Train), Only(CorpusPart.Validation), Only(CorpusPart.Test));

        IReadOnlyList<IemocapUtterance> Only(CorpusPart part)
        {
            List<IemocapUtterance> members = [.. utterances.Where(utterance => parts[utterance.Id] == part)];
            return members.Count > 0 ? members : throw new ArgumentException($"{utterances.Count} utterances leave none for {part}.");
        }
    }

    private static void Deal(string[] ids, SeededRandom random, Dictionary<string, CorpusPart> parts)
    {
        random.Shuffle<string>(ids);
        var held = (int)Math.Round(HeldOut * ids.Length, MidpointRounding.AwayFromZero);
        foreach (var (index, id) in ids.Index())
            parts.Add(id, index < held ? CorpusPart.Test : index < 2 * held ? CorpusPart.Validation : CorpusPart.Train);
    }
}
