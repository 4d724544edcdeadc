using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Experiments.Translation;

public class RedrawnLinesTests
{
    private static readonly TranslationRecipe Recipe = SmallTranslation.Recipe with { Merges = 60, MergeDropout = 0.3 };
    private static readonly int[] Lines = [.. Enumerable.Range(0, 64)];

    [Fact]
    public void A_line_depends_on_seed_epoch_and_number_and_not_on_its_company()
    {
        using var folder = new TemporaryFolder();
        using var corpus = SmallTranslation.Multi30k(folder);
        var drawn = SmallTranslation.Data(corpus, Recipe).Redrawn(1)!;
        var again = SmallTranslation.Data(corpus, Recipe).Redrawn(1)!;

        Assert.Equal(drawn.Source(2, Lines), Lines.Reverse().Select(line => again.Source(2, [line]).Single()).Reverse());
        Assert.Equal(drawn.Target(2, Lines), Lines.Reverse().Select(line => again.Target(2, [line]).Single()).Reverse());
        Assert.NotEqual(drawn.Source(2, Lines), drawn.Source(3, Lines));
        Assert.NotEqual(drawn.Target(2, Lines), drawn.Target(3, Lines));
        Assert.NotEqual(drawn.Source(2, Lines), SmallTranslation.Data(corpus, Recipe).Redrawn(2)!.Source(2, Lines));
    }

    [Fact]
    public void Every_line_is_known_in_all_its_pieces_and_spells_itself()
    {
        using var folder = new TemporaryFolder();
        using var corpus = SmallTranslation.Multi30k(folder);
        var data = SmallTranslation.Data(corpus, Recipe);
        var drawn = data.Redrawn(1)!;

        foreach (var epoch in Enumerable.Range(1, 5))
        {
            Assert.Equal(data.Sources(data.Splits.Train), drawn.Source(epoch, [.. Enumerable.Range(0, data.Train.Count)]).Select(data.Text.Source.Decode));
            Assert.Equal(data.References(data.Splits.Train), drawn.Target(epoch, [.. Enumerable.Range(0, data.Train.Count)]).Select(data.Text.Target.Decode));
            Assert.DoesNotContain(Vocabulary.Unknown, drawn.Source(epoch, Lines).Concat(drawn.Target(epoch, Lines)).SelectMany(line => line));
        }
    }

    [Fact]
    public void Only_the_pieces_of_training_batches_change()
    {
        using var folder = new TemporaryFolder();
        using var corpus = SmallTranslation.Multi30k(folder);
        var (data, plain) = (SmallTranslation.Data(corpus, Recipe), SmallTranslation.Data(corpus, Recipe with { MergeDropout = 0 }));
        var batcher = new TranslationBatcher(data.Train, 8, seed: 1, data.Redrawn(1));

        // Other numbers, for the vocabulary is larger, but the same pieces.
        foreach (var (ours, theirs) in new[] { (data.Train, plain.Train), (data.Validation, plain.Validation) })
        {
            Assert.Equal(theirs.Source.Select(plain.Text.Source.Vocabulary.Decode), ours.Source.Select(data.Text.Source.Vocabulary.Decode));
            Assert.Equal(theirs.Target.Select(plain.Text.Target.Vocabulary.Decode), ours.Target.Select(data.Text.Target.Vocabulary.Decode));
        }

        Assert.Null(plain.Redrawn(1));
        Assert.Equal(Rows(new TranslationBatcher(plain.Train, 8, seed: 1).Training(2)), Rows(batcher.Training(2)));
        Assert.Equal(Rows(new TranslationBatcher(plain.Train, 8, seed: 1).Evaluation()), Rows(batcher.Evaluation()));
    }

    [Fact]
    public void Batches_have_what_was_drawn_for_their_epoch()
    {
        using var folder = new TemporaryFolder();
        using var corpus = SmallTranslation.Multi30k(folder);
        var data = SmallTranslation.Data(corpus, Recipe);
        var drawn = data.Redrawn(1)!;

        foreach (var epoch in new[] { 1, 2 })
            foreach (var batch in new TranslationBatcher(data.Train, 8, seed: 1, data.Redrawn(1)).Training(epoch))
            {
                using (batch)
                    for (var row = 0; row < batch.Rows.Length; row++)
                    {
                        long[] source = drawn.Source(epoch, [batch.Rows[row]])[0], target = drawn.Target(epoch, [batch.Rows[row]])[0];
                        Assert.Equal(source, batch.Input.Tokens[row].data<long>().ToArray()[..(int)batch.Input.Lengths[row].item<long>()]);
                        Assert.Equal([.. target, Vocabulary.End], batch.Target.Next[row].data<long>().ToArray()[..(int)batch.Target.Lengths[row].item<long>()]);
                    }
            }
    }

    private static int[][] Rows(IEnumerable<TranslationBatch> batches)
    {
        return [.. batches.Select(Take)];

        static int[] Take(TranslationBatch batch)
        {
            using (batch)
                return batch.Rows;
        }
    }
}
