using FsCheck.Xunit;
using Fusion.Reference.Data.Iemocap;
using Xunit;

namespace Fusion.Reference.Tests.Data.Iemocap;

public class RandomSplitTests
{
    // 40 of class 0, 20 of class 1, 60 of class 2.
    private static readonly IemocapUtterance[] Utterances =
        [.. Enumerable.Range(0, 120).Select(index => Utterance($"u{index}", index < 40 ? 0 : index < 60 ? 1 : 2))];

    [Property]
    public void Every_utterance_is_in_one_part_and_every_class_in_all_of_them_alike(byte seed)
    {
        var split = RandomSplit.Of(Utterances, seed);

        Assert.Equal(Ids(Utterances), Ids([.. split.Train, .. split.Validation, .. split.Test]));
        Assert.Equal(0, split.SharedUtterances);
        Assert.Equal([4, 2, 6], Counts(split.Test));
        Assert.Equal([4, 2, 6], Counts(split.Validation));
        Assert.Equal([32, 16, 48], Counts(split.Train));
    }

    [Fact]
    public void The_seed_decides_and_the_order_of_the_corpus_does_not()
    {
        Assert.Equal(Ids(RandomSplit.Of(Utterances, 3).Test), Ids(RandomSplit.Of([.. Utterances.Reverse()], 3).Test));
        Assert.NotEqual(Ids(RandomSplit.Of(Utterances, 3).Test), Ids(RandomSplit.Of(Utterances, 4).Test));
    }

    [Fact]
    public void The_part_that_the_corpus_names_counts_with_seed_0_alone()
    {
        // All but class 1 are named, a fifth of them for validation and a fifth for test.
        IemocapUtterance[] named =
        [
            .. Utterances.Select((utterance, index) => utterance.Label == 1 ? utterance
                : utterance with { RandomPart = index % 5 == 0 ? CorpusPart.Validation : index % 5 == 1 ? CorpusPart.Test : CorpusPart.Train }),
        ];

        var split = RandomSplit.Of(named, 0);

        Assert.All(split.Test, utterance => Assert.True(utterance.RandomPart == CorpusPart.Test || utterance.Label == 1));
        Assert.Equal([8, 2, 12], Counts(split.Test));
        Assert.Equal([8, 2, 12], Counts(split.Validation));
        Assert.Equal([4, 2, 6], Counts(RandomSplit.Of(named, 1).Test));
    }

    [Fact]
    public void Refuses_too_few_to_fill_every_part()
    {
        Assert.Contains("none for Validation", Assert.Throws<ArgumentException>(() => RandomSplit.Of(Utterances[..4], 1)).Message);
        Assert.Contains("0 utterances leave none", Assert.Throws<ArgumentException>(() => RandomSplit.Of([], 1)).Message);
    }

    private static int[] Counts(IReadOnlyList<IemocapUtterance> part) => [.. Enumerable.Range(0, 3).Select(label => part.Count(utterance => utterance.Label == label))];

    private static string[] Ids(IReadOnlyList<IemocapUtterance> part) => [.. part.Select(utterance => utterance.Id).Order(StringComparer.Ordinal)];

    private static IemocapUtterance Utterance(string id, int label) => new(id, 1, "d", label, ["x"], new float[8]);
}
