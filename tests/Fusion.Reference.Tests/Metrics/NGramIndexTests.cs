using FsCheck.Xunit;
using Fusion.Reference.Metrics;
using Xunit;

namespace Fusion.Reference.Tests.Metrics;

public sealed class NGramIndexTests
{
    [Property]
    public void Equal_n_grams_and_no_others_have_equal_numbers(byte[] text, byte[] other)
    {
        const int Order = 3;
        var index = new NGramIndex(Order);
        int[][] texts = [Tokens(text), Tokens(other)];
        var spelled = new Dictionary<int, string>();
        foreach (var tokens in texts)
            foreach (var (length, grams) in index.Add(tokens).Index())
                foreach (var (start, number) in grams.Index())
                {
                    var spelling = string.Join(' ', tokens.Skip(start).Take(length + 1));
                    Assert.Equal(spelling, spelled.GetValueOrDefault(number, spelling));
                    spelled[number] = spelling;
                }

        Assert.Equal(index.Count, spelled.Values.Distinct().Count());
        Assert.Equal(index.Count, spelled.Count);
    }

    [Fact]
    public void Counts_occurrences_of_every_order()
    {
        var index = new NGramIndex(2);
        var text = index.Add([7, 7, 8]);
        index.Add([9]);
        // 7, 8, (7 7), (7 8), 9.
        Assert.Equal([2, 1, 1, 1, 0], index.Occurrences(text));
    }

    private static int[] Tokens(byte[] text) => [.. text.Select(letter => letter % 3)];
}
