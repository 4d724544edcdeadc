using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Experiments;
using Xunit;

namespace Fusion.Reference.Tests.Experiments;

public class IemocapDataProtocolTests
{
    private static readonly IemocapRecipe Authors = new() { Protocol = Protocol.Authors, Classes = EmotionClasses.Ser6, MinimumCount = 1 };

    [Fact]
    public void The_scheme_decides_classes_and_rows()
    {
        using var folder = new TemporaryFolder();
        SixClassCorpus.Write(folder.Root);
        var corpus = IemocapCorpus.Load(folder.Root);

        var four = new IemocapData(corpus, new IemocapRecipe());
        var six = new IemocapData(corpus, new IemocapRecipe { Classes = EmotionClasses.Ser6 });

        Assert.Equal((4, 6), (four.Classes.Count, six.Classes.Count));
        Assert.Equal((4 * SixClassCorpus.PerSession, 7 * SixClassCorpus.PerSession), (four.Test.Count, six.Test.Count));
        Assert.Equal([0, 1, 2, 3, 4, 5], six.Train.Select(utterance => utterance.Label).Distinct().Order());
        Assert.Equal((0, 0), (six.SharedUtterances, six.SharedTestRows));
    }

    [Fact]
    public void Words_and_ranges_of_test_are_known_to_the_authors_protocol_alone()
    {
        using var folder = new TemporaryFolder();
        SixClassCorpus.Write(folder.Root);
        // A word that only the test list has.
        var table = folder[IemocapCorpus.TableFile];
        File.WriteAllText(table, File.ReadAllText(table).Replace("Ses05F_impro00_ang0\t5\tSes05F_impro00\t0\t0\t1\tang", "Ses05F_impro00_ang0\t5\tSes05F_impro00\t0\t0\t1\tsecret", StringComparison.Ordinal));
        var corpus = IemocapCorpus.Load(folder.Root);

        var authors = new IemocapData(corpus, Authors);
        var session = new IemocapData(corpus, new IemocapRecipe { Classes = EmotionClasses.Ser6, MinimumCount = 1 });

        Assert.Contains("secret", authors.Vocabulary.Words);
        Assert.DoesNotContain("secret", session.Vocabulary.Words);
        Assert.Equal((0f, 1f), Range(authors, [.. authors.Train, .. authors.Test]));
        Assert.NotEqual((0f, 1f), Range(session, session.Train));
    }

    [Fact]
    public void The_authors_protocol_repeats_one_order_and_others_do_not()
    {
        using var folder = new TemporaryFolder();
        SixClassCorpus.Write(folder.Root);
        var corpus = IemocapCorpus.Load(folder.Root);

        Assert.Equal(new IemocapData(corpus, Authors).OrderOf(2), new IemocapData(corpus, Authors).OrderOf(7));
        Assert.NotEqual(new IemocapData(corpus, new IemocapRecipe()).OrderOf(2), new IemocapData(corpus, new IemocapRecipe()).OrderOf(7));
    }

    [Fact]
    public void A_corpus_without_the_classes_is_a_user_error()
    {
        using var folder = new TemporaryFolder();
        SmallCorpus.Write(folder.Root);
        var table = folder[IemocapCorpus.TableFile];
        File.WriteAllText(table, File.ReadAllText(table).Replace("label6_sahu", "label6", StringComparison.Ordinal));

        var error = Assert.Throws<UserErrorException>(() => new IemocapData(IemocapCorpus.Load(folder.Root), new IemocapRecipe { Classes = EmotionClasses.Ser6 }));

        Assert.StartsWith("iemocap, classes Ser6", error.Message, StringComparison.Ordinal);
    }

    private static (float Least, float Most) Range(IemocapData data, IReadOnlyList<IemocapUtterance> part)
    {
        var values = new List<float>();
        foreach (var batch in data.Batches(part, 1).Evaluation())
        {
            using (batch)
                values.AddRange(batch.Audio.data<float>().ToArray());
        }

        return (values.Min(), values.Max());
    }
}
