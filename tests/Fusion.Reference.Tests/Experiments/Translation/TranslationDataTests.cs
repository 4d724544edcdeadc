using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Multi30k;
using Fusion.Reference.Experiments;
using Fusion.Reference.Experiments.Translation;
using Fusion.Reference.Text;
using Xunit;

namespace Fusion.Reference.Tests.Experiments.Translation;

public class TranslationDataTests
{
    [Fact]
    public void Vocabulary_and_features_are_fitted_on_training_lines_alone()
    {
        using var folder = new TemporaryFolder();
        using var corpus = SmallTranslation.Multi30k(folder);
        var data = SmallTranslation.Data(corpus, SmallTranslation.Recipe with { Modalities = ModalitySet.VT });

        var words = corpus["train"].Languages["fr"].Tokenized!.Concat(corpus["train"].Languages["en"].Tokenized!).SelectMany(line => line.Split(' ')).ToHashSet();
        Assert.Equal(words.Order(StringComparer.Ordinal), data.Text.Target.Vocabulary.Words.Skip(4).Order(StringComparer.Ordinal));
        using var vectors = data.Train.Image!.Vectors([.. Enumerable.Range(0, data.Train.Count)]);
        Assert.True(vectors.mean([0L]).abs().max().item<float>() < 1e-3);
    }

    [Fact]
    public void Features_belong_to_their_lines_whatever_the_order_of_a_batch()
    {
        using var folder = new TemporaryFolder();
        using var corpus = SmallTranslation.Multi30k(folder);
        var data = SmallTranslation.Data(corpus, SmallTranslation.Recipe with { Modalities = ModalitySet.VT });
        var batcher = new TranslationBatcher(data.Train, 8, seed: 1);

        foreach (var batch in batcher.Training(1))
        {
            using (batch)
            using (var own = data.Train.Image!.Vectors(batch.Rows))
            {
                Assert.True(own.equal(batch.Input.Image!).all().item<bool>());
                Assert.Equal(batch.Rows.Select(row => (long)data.Train.Source[row].Length), batch.Input.Lengths.data<long>().ToArray());
            }
        }
    }

    [Fact]
    public void Images_in_regions_come_region_by_region()
    {
        using var folder = new TemporaryFolder();
        SmallTranslation.WriteMulti30k(folder["multi30k"]);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder["multi30k"], "images"), "*.npy"))
        {
            using var vectors = NpyRows.Open(file);
            var count = vectors.Count;
            NpyFile.Write(folder["regions.npy"], [.. Enumerable.Range(0, count * 3 * 2).Select(value => (float)((value * 7) % 11))], count, 3, 2);
            File.Move(folder["regions.npy"], file, overwrite: true);
        }

        using var corpus = Multi30kCorpus.Load(folder["multi30k"]);
        var data = SmallTranslation.Data(corpus, SmallTranslation.Recipe with { Modalities = ModalitySet.VT });

        using var regions = data.Train.Image!.Vectors([5, 0]);

        Assert.Equal([2L, 3, 2], regions.shape);
        Assert.Equal(2, data.ImageFeatures);
        var raw = Enumerable.Range(5 * 6, 6).Concat(Enumerable.Range(0, 6)).Select(value => (float)((value * 7) % 11)).ToArray();
        var standardizer = data.Features.Image!;
        Assert.Equal(raw.Select((value, index) => (float)((value - standardizer.Means[index % 2]) * standardizer.Scales[index % 2])), regions.data<float>().ToArray());
    }

    [Fact]
    public void A_shuffled_image_is_that_of_another_line_of_the_same_part()
    {
        using var folder = new TemporaryFolder();
        using var corpus = SmallTranslation.Multi30k(folder);
        var own = SmallTranslation.Data(corpus, SmallTranslation.Recipe with { Modalities = ModalitySet.VT });
        var shuffled = SmallTranslation.Data(corpus, SmallTranslation.Recipe with { Modalities = ModalitySet.VT, ShuffledImage = true });
        int[] lines = [.. Enumerable.Range(0, own.Validation.Count)];

        using var before = own.Validation.Image!.Vectors(lines);
        using var after = shuffled.Validation.Image!.Vectors(lines);

        Assert.False(before.equal(after).all().item<bool>());
        Assert.Equal(before.sum().item<float>(), after.sum().item<float>(), 1e-2f);
    }

    [Fact]
    public void Targets_start_and_end_and_padding_is_0()
    {
        using var folder = new TemporaryFolder();
        using var corpus = SmallTranslation.Multi30k(folder);
        var data = SmallTranslation.Data(corpus, SmallTranslation.Recipe);

        using var batch = new TranslationBatcher(data.Train, 8, seed: 1).Make([0, 1, 2, 3]);

        var (previous, next) = (batch.Target.Previous, batch.Target.Next);
        for (var row = 0; row < 4; row++)
        {
            var length = (int)batch.Target.Lengths[row].item<long>();
            long[] words = [.. data.Train.Target[row]];
            Assert.Equal(words.Length + 1, length);
            Assert.Equal([Vocabulary.Start, .. words], previous[row].data<long>().ToArray()[..length]);
            Assert.Equal([.. words, Vocabulary.End], next[row].data<long>().ToArray()[..length]);
            Assert.All(next[row].data<long>().ToArray()[length..], word => Assert.Equal(Vocabulary.Pad, word));
        }
    }

    [Fact]
    public void Dropped_words_are_unknown_and_nothing_else_changes()
    {
        using var folder = new TemporaryFolder();
        using var corpus = SmallTranslation.Multi30k(folder);
        var data = SmallTranslation.Data(corpus, SmallTranslation.Recipe);
        var split = data.Splits.Validation;

        var (whole, half, none) = (data.Part(split), data.Part(split, new WordDrop(0.5, 1)), data.Part(split, new WordDrop(1, 1)));

        Assert.Equal(whole.Target, half.Target);
        Assert.All(none.Source, line => Assert.All(line, word => Assert.Equal(Vocabulary.Unknown, word)));
        Assert.All(whole.Source.Zip(half.Source), pair => Assert.All(pair.First.Zip(pair.Second), word => Assert.True(word.Second == word.First || word.Second == Vocabulary.Unknown)));
        Assert.InRange(half.Source.SelectMany(line => line).Average(word => word == Vocabulary.Unknown ? 1.0 : 0), 0.3, 0.7);
    }

    [Theory]
    [InlineData("Tokenized")]
    [InlineData("Raw")]
    [InlineData("AuthorsGlued")]
    public void A_perfect_translation_scores_100_in_every_form_of_text(string form)
    {
        using var folder = new TemporaryFolder();
        using var corpus = SmallTranslation.Multi30k(folder);
        var data = SmallTranslation.Data(corpus, SmallTranslation.Recipe with { Text = Enum.Parse<TextForm>(form) });
        var test = data.Splits.Tests[0];
        string[] perfect = [.. data.Part(test).Target.Select(words => data.Text.Target.Decode(words))];

        var scores = new TranslationScoring(data).Of(test, perfect).ToDictionary(pair => pair.Key, pair => pair.Value);

        Assert.Equal(perfect, data.References(test));
        foreach (var metric in new[] { TranslationMetrics.Bleu, TranslationMetrics.SacreBleu, TranslationMetrics.Chrf, TranslationMetrics.AuthorsBleu })
            Assert.Equal(100, scores[TranslationMetrics.Key(test.Name, metric)], 1e-9);
    }

    [Fact]
    public void A_channel_that_the_data_lack_is_named()
    {
        using var folder = new TemporaryFolder();
        using var corpus = SmallTranslation.Multi30k(folder);

        var error = Assert.Throws<UserErrorException>(() => SmallTranslation.Data(corpus, SmallTranslation.Recipe with { Modalities = ModalitySet.ST }));

        Assert.Contains("train: expected features of speech (speech, speechSegments), found image", error.Message, StringComparison.Ordinal);
    }
}
