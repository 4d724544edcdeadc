using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Iemocap;
using Xunit;

namespace Fusion.Reference.Tests.Data.Iemocap;

public class IemocapEmotionsTests
{
    [Fact]
    public void Are_the_classes_of_the_literature_and_of_the_first_author()
    {
        Assert.Equal([3, -1, 0, 2, 1, 1, -1, -1, -1, -1, -1], IemocapEmotions.All.Select(IemocapEmotions.Four));
        Assert.Equal([5, 2, 0, 2, 1, 1, 4, 3, -1, -1, -1], IemocapEmotions.All.Select(IemocapEmotions.Six));
    }

    [Fact]
    public void Are_those_of_the_prepared_real_table()
    {
        var table = TsvFile.Read(Path.Combine(SharedData.Find("data/iemocap"), IemocapCorpus.TableFile), "emotion", "label4", "label6_sahu");

        Assert.Equal(10_039, table.Rows.Count);
        Assert.All(table.Rows, row => Assert.Equal(
            (IemocapEmotions.Four(row["emotion"]), IemocapEmotions.Six(row["emotion"])), (row.Integer("label4", -1, 3), row.Integer("label6_sahu", -1, 5))));
    }
}
