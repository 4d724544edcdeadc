using Fusion.Reference.Data.Iemocap;
using Xunit;

namespace Fusion.Reference.Tests.Data.Iemocap;

public class CorpusSplitTests
{
    [Fact]
    public void Counts_shared_utterances_once_and_shared_test_rows_each_time()
    {
        var split = new CorpusSplit(Rows("a a b c"), Rows("e"), Rows("b d a a e"));

        Assert.Equal((2, 3), (split.SharedUtterances, split.SharedTestRows));
        Assert.Equal((0, 0), (new CorpusSplit(Rows("a"), Rows("b"), Rows("c c")).SharedUtterances, new CorpusSplit(Rows("a"), Rows("b"), Rows("c c")).SharedTestRows));
    }

    private static IemocapUtterance[] Rows(string ids) => [.. ids.Split(' ').Select(id => new IemocapUtterance(id, 1, "d", 0, ["x"], new float[8]))];
}
