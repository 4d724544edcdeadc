using Fusion.Reference.Experiments.Translation;
using Xunit;

namespace Fusion.Reference.Tests.Experiments.Translation;

public class TranslationDatasetTests
{
    [Fact]
    public void The_rows_of_each_table_are_run_with_the_most_telling_first()
    {
        string[] names = [.. Multi30kDataset.Dataset.Named("table2,table1").Select(row => row.Name)];

        Assert.Equal(
            ["img.seq2seq.t", "img.autofusion.v-t", "img.ganfusion.v-t", "img.concat-matched.v-t", "img.seq2seq.v-t", "img.autofusion.v-t.shuffled", "img.ganfusion.v-t.shuffled", "pt.seq2seq.t"],
            names[..8]);
        Assert.Equal(["pt.plain.t", "pt.plain.s", "pt.plain.v"], names[^3..]);
        Assert.Equal(names.Length, Multi30kDataset.Table2.Variants.Count + Multi30kDataset.Table1.Variants.Count);
    }
}
