using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Data.Multi30k;
using Fusion.Reference.Data.Translation;
using Fusion.Reference.Tests.Data.Formats;
using PureHDF;
using Xunit;

namespace Fusion.Reference.Tests.Data.Multi30k;

public class Multi30kCorpusTests
{
    [Fact]
    public void Reads_the_public_repository_without_images()
    {
        using var folder = new TemporaryFolder();
        SmallMulti30k.WriteRepository(folder);

        using var corpus = Multi30kCorpus.Load(folder.Root);

        Assert.Equal(["train", "val", "test_2016_flickr"], corpus.Splits.Select(split => split.Name));
        Assert.Equal(("multi30k", "en", false), (corpus.Dataset, corpus.Source, corpus.Synthetic));
        var train = corpus["train"];
        Assert.Equal(["A dog.", "A cat.", "Two men."], train.Languages["en"].Raw!);
        Assert.Equal(["le a dog .", "le a cat .", "le two men ."], train.Languages["fr"].Tokenized!);
        Assert.Equal(["00.jpg", "01.jpg", "02.jpg"], train.Ids);
        Assert.Equal(["en", "fr"], train.Languages.Keys);
        Assert.Empty(train.Channels);
        Assert.Equal(["test_2017_flickr: not available", "test_2017_mscoco: not available", "test_2018_flickr: not available"], corpus.Notices);
        Assert.Contains("no 'dev'", Assert.Throws<ArgumentException>(() => corpus["dev"]).Message);
        Assert.Equal(15, corpus.TextFiles.Count);
    }

    [Fact]
    public void Image_features_of_a_split_belong_to_its_lines_in_npy_or_hdf5()
    {
        using var folder = new TemporaryFolder();
        SmallMulti30k.WriteRepository(folder);
        Directory.CreateDirectory(folder["images"]);
        NpyFile.Write(folder["images/train-resnet50-avgpool.npy"], SmallMulti30k.Rows(3, 4), 3, 4);
        new H5File { ["global_feats"] = new float[,] { { 7, 8 }, { 9, 10 } }, ["local_feats"] = new float[2, 9] }.Write(folder["images/flickr30k_valid_vgg19_bn_cnn_features.hdf5"]);
        new H5File { ["x"] = new Half[,] { { (Half)1, (Half)2 }, { (Half)3, (Half)4 } } }.Write(folder["images/flickr30k_test_vgg19.h5"]);

        using var corpus = Multi30kCorpus.Load(folder.Root);

        Assert.Equal([2, 2, 2, 2], corpus["train"].Channels[Channels.Image].Read(2));
        Assert.Equal([9, 10], corpus["val"].Channels[Channels.Image].Read(1));
        Assert.Equal([1, 2], corpus["test_2016_flickr"].Channels[Channels.Image].Read(0));
        corpus.CheckFeatures(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Image_features_with_a_list_belong_to_the_images_it_names_and_may_lack_some()
    {
        using var folder = new TemporaryFolder();
        SmallMulti30k.WriteRepository(folder);
        Directory.CreateDirectory(folder["images"]);
        NpyFile.Write(folder["images/mine.npy"], SmallMulti30k.Rows(3, 2), 3, 2);
        folder.Write("images/mine.txt", "21.jpg\n02.jpg\n00.jpg\n");

        using var corpus = Multi30kCorpus.Load(folder.Root);

        var train = corpus["train"].Channels[Channels.Image];
        Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(train.Has));
        Assert.Equal((2, 2, FeatureKind.Vector), (train.Present, train.Width, train.Kind));
        Assert.Equal([2, 2], train.Read(0));
        Assert.Equal([1, 1], train.Read(2));
        Assert.Equal([0, 0], corpus["test_2016_flickr"].Channels[Channels.Image].Read(1));
        Assert.Empty(corpus["val"].Channels);
        Assert.Contains("Line 1 has no features", Assert.Throws<ArgumentException>(() => train.Read(1)).Message);
        Assert.Contains(corpus.Notices, notice => notice.StartsWith("val: no image features", StringComparison.Ordinal));
    }

    [Fact]
    public void Says_which_image_file_does_not_fit()
    {
        using var folder = new TemporaryFolder();
        SmallMulti30k.WriteRepository(folder);
        Directory.CreateDirectory(folder["images"]);
        NpyFile.Write(folder["images/train-a.npy"], SmallMulti30k.Rows(2, 2), 2, 2);
        Assert.Equal($"{folder["images/train-a.npy"]}: expected 3 rows, one for each line, found 2", Fails(folder));

        NpyFile.Write(folder["images/train-a.npy"], SmallMulti30k.Rows(3, 2), 3, 2);
        NpyFile.Write(folder["images/train-b.npy"], SmallMulti30k.Rows(3, 5), 3, 5);
        Assert.Contains("expected one file of image features for train, found", Fails(folder));
        using (var corpus = Multi30kCorpus.Load(folder.Root, new() { ImageFile = "train-b.npy" }))
            Assert.Equal(5, corpus["train"].Channels[Channels.Image].Width);

        File.Move(folder["images/train-b.npy"], folder["images/mine.npy"]);
        Assert.Contains("expected a list of its images, mine.txt, beside it, or the name of a split in its own", Fails(folder));
        folder.Write("images/mine.txt", "a\nb\na\n");
        Assert.StartsWith($"{folder["images/mine.txt"]}:3: expected each image once, found 'a' of line 1 again", Fails(folder));
        folder.Write("images/mine.txt", "a\nb\n");
        Assert.StartsWith($"{folder["images/mine.txt"]}:3: expected 3 lines", Fails(folder));
    }

    [Fact]
    public void Says_which_line_is_missing_or_empty()
    {
        using var folder = new TemporaryFolder();
        SmallMulti30k.WriteRepository(folder);
        var french = folder["data/task1/raw/train.fr.gz"];

        File.WriteAllBytes(french, TextLinesTests.Pack("a\nb\n"));
        Assert.Equal($"{french}:3: expected 3 lines, as many as {folder["data/task1/raw/train.en.gz"]} has, found 2", Fails(folder));
        File.WriteAllBytes(french, TextLinesTests.Pack("a\nb\nc\nd\n"));
        Assert.StartsWith($"{french}:4: expected 3 lines", Fails(folder));
        File.WriteAllBytes(french, TextLinesTests.Pack("a\n \nc\n"));
        Assert.Equal($"{french}:2: expected a sentence, found an empty line", Fails(folder));
        File.WriteAllBytes(french, TextLinesTests.Pack("a\nb\nc\n"));
        File.WriteAllText(folder["data/task1/image_splits/train.txt"], "00.jpg\n");
        Assert.StartsWith($"{folder["data/task1/image_splits/train.txt"]}:2: expected 3 lines", Fails(folder));
        File.Delete(folder["data/task1/raw/val.en.gz"]);
        File.Delete(folder["data/task1/tok/val.lc.norm.tok.en"]);
        File.WriteAllText(folder["data/task1/image_splits/train.txt"], "00.jpg\n01.jpg\n02.jpg\n");
        Assert.Contains("expected sentences of val in en, found none", Fails(folder));
        Assert.Contains("found neither", Assert.Throws<DataFormatException>(() => Multi30kCorpus.Load(folder["data"])).Message);
        Assert.Contains("expected a folder", Assert.Throws<DataFormatException>(() => Multi30kCorpus.Load(folder["none"])).Message);
    }

    [Fact]
    public void Features_of_the_prepared_folder_follow_the_line_and_not_its_place()
    {
        using var folder = new TemporaryFolder();
        SmallMulti30k.WritePrepared(folder);

        using var corpus = Multi30kCorpus.Load(folder.Root);

        var train = corpus["train"];
        Assert.Equal([false, true], new[] { train.Channels[Channels.Image].Has(1), train.Channels[Channels.Image].Has(2) });
        Assert.Equal([3, 0], new[] { 0, 2 }.Select(line => (int)train.Channels[Channels.Image].Read(line)[0]));
        Assert.Equal((1, 3), (train.Channels[Channels.Speech].Frames(2), train.Channels[Channels.Speech].Width));
        Assert.Equal([6, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 9], train.Channels[Channels.Speech].Read(0));
        Assert.Equal((3, FeatureKind.Segments, 8), (train.Channels[Channels.SpeechSegments].Present, train.Channels[Channels.SpeechSegments].Kind, train.Channels[Channels.SpeechSegments].Frames(1)));
        Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(train.Channels[Channels.ImageLabels].Has));
        Assert.Equal([false, true, true, true, false], new[] { Channels.Image, Channels.Speech, Channels.SpeechSegments, Channels.SpeechStatistics, Channels.ImageLabels }.Select(name => train.Channels[name].Synthetic));
        Assert.Equal([1f, 1, 1, 1, 1, 1], corpus["val"].Channels[Channels.Image].Read(0));
        Assert.Null(train.Languages["fr"].Raw);
        corpus.CheckFeatures(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Images_of_the_folder_go_with_what_else_the_prepared_folder_holds()
    {
        using var folder = new TemporaryFolder();
        SmallMulti30k.WritePrepared(folder);
        Directory.CreateDirectory(folder["images"]);
        NpyFile.Write(folder["images/mine.npy"], SmallMulti30k.Rows(1, 2), 1, 2);
        folder.Write("images/mine.txt", "01.jpg\n");
        Assert.Equal($"{folder["images/mine.npy"]}: expected one file of image features for train, found {folder["cnn/mobilenet_v2_pool1280.f16.npy"]} too", Fails(folder));

        Directory.Delete(folder["cnn"], recursive: true);
        using (var corpus = Multi30kCorpus.Load(folder.Root))
        {
            var channels = corpus["train"].Channels;
            Assert.Equal([false, true, false], Enumerable.Range(0, 3).Select(channels[Channels.Image].Has));
            Assert.Equal([Channels.Image, Channels.ImageLabels, Channels.Speech, Channels.SpeechSegments, Channels.SpeechStatistics], channels.Keys.Order(StringComparer.Ordinal));
        }

        folder.Write("subset.tsv", SmallMulti30k.Text([SmallMulti30k.Subset[0], "0\ttrain\t3\t02.jpg\ttrain\ttwo men .\tle two men ."]));
        Assert.Equal($"{folder["subset.tsv"]}:2: expected line0 below 3, the lines of train, found 3", Fails(folder));
    }

    [Fact]
    public void The_subset_has_its_own_splits_across_the_official_ones()
    {
        using var folder = new TemporaryFolder();
        SmallMulti30k.WritePrepared(folder);

        using var corpus = Multi30kCorpus.Load(folder.Root, new() { Subset = true });

        Assert.Equal(["train", "val", "test"], corpus.Splits.Select(split => split.Name));
        var validation = corpus["val"];
        Assert.Equal(["00.jpg", "10.jpg"], validation.Ids);
        Assert.Equal(["a dog .", "a man ."], validation.Languages["en"].Tokenized!);
        Assert.Equal([3, 1], Enumerable.Range(0, 2).Select(line => (int)validation.Channels[Channels.Image].Read(line)[0]));
        Assert.Equal([4, 2], Enumerable.Range(0, 2).Select(validation.Channels[Channels.Speech].Frames));
        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(validation.Channels[Channels.ImageLabels].Has));
        // Line 0 of both official splits has the segments of its own file.
        Assert.Equal([0, 0], Enumerable.Range(0, 2).Select(line => (int)validation.Channels[Channels.SpeechSegments].Read(line)[0]));
        Assert.Equal([2], corpus["train"].Channels[Channels.SpeechSegments].Read(0).Distinct());
    }

    [Theory]
    [InlineData("0\ttrain\t3\t02.jpg\ttrain\ttwo men .\tle two men .", "line0 below 3")]
    [InlineData("0\ttrain\t1\t02.jpg\ttrain\ttwo men .\tle two men .", "expected image '01.jpg' for line0 1 of train, found '02.jpg'")]
    [InlineData("0\ttrain\t2\t02.jpg\ttrain\ttwo  men .\tle two men .", "expected en to be 'two men .'")]
    [InlineData("0\ttrain\t0\t00.jpg\ttrain\ta dog .\tle a dog .", "of line 2 again")]
    [InlineData("0\ttrain\t2\t02.jpg\tdev\ttwo men .\tle two men .", "one of train, val, test, found 'dev'")]
    [InlineData("0\tTrain\t2\t02.jpg\ttrain\ttwo men .\tle two men .", "tsv:2: expected official_split to be one of train, val, test_2016_flickr, test_2017_flickr, test_2017_mscoco, test_2018_flickr, found 'Train'")]
    public void Names_the_line_of_the_table_at_fault(string line, string reason)
    {
        using var folder = new TemporaryFolder();
        SmallMulti30k.WritePrepared(folder, [SmallMulti30k.Subset[0], line, .. SmallMulti30k.Subset.Skip(2)]);

        var message = Fails(folder);

        Assert.StartsWith($"{folder["subset.tsv"]}:", message);
        Assert.Contains(reason, message);
    }

    [Fact]
    public void Rows_of_a_split_that_is_not_in_the_folder_are_left_out_and_listed()
    {
        using var folder = new TemporaryFolder();
        SmallMulti30k.WritePrepared(folder, [.. SmallMulti30k.Subset.Take(3), "2\ttest_2018_flickr\t0\t50.jpg\ttest\ta boy .\tle a boy .", SmallMulti30k.Subset[4]]);

        using var corpus = Multi30kCorpus.Load(folder.Root);

        Assert.Equal($"{folder["subset.tsv"]}:4: test_2018_flickr is not available; rows left out: 1", Assert.Single(corpus.Notices, notice => notice.Contains("subset.tsv", StringComparison.Ordinal)));
        Assert.Equal(3, corpus["train"].Channels[Channels.Image].Read(0)[0]);
    }

    [Fact]
    public void An_empty_folder_of_the_public_layout_does_not_hide_the_prepared_one()
    {
        using var folder = new TemporaryFolder();
        SmallMulti30k.WritePrepared(folder);
        Directory.CreateDirectory(folder["data/task1/raw"]);

        using var corpus = Multi30kCorpus.Load(folder.Root);

        Assert.Equal("A dog.", corpus["train"].Languages["en"].Raw![0]);
    }

    [Fact]
    public void A_feature_that_is_not_finite_is_found_by_the_check()
    {
        using var folder = new TemporaryFolder();
        SmallMulti30k.WritePrepared(folder);
        NpyFile.Write(folder["speech/tts43_stat.npy"], new[] { 0, 1, float.NaN, 3, 4, 5, 6, 7f }, 4, 2);

        using var corpus = Multi30kCorpus.Load(folder.Root);

        Assert.Contains("tts43_stat.npy: expected finite values, found NaN in row 1, column 0", Assert.Throws<DataFormatException>(() => corpus.CheckFeatures(TestContext.Current.CancellationToken)).Message);
    }

    [Fact]
    public void Reads_the_prepared_real_corpus()
    {
        using var corpus = Multi30kCorpus.Load(SharedData.Find("data/multi30k"));
        using var subset = Multi30kCorpus.Load(SharedData.Find("data/multi30k"), new() { Subset = true });

        // As the folder's README counts them.
        Assert.Equal([29000, 1014, 1000, 1000, 1071], corpus.Splits.Select(split => split.Count));
        Assert.Equal(377_534, corpus["train"].Languages["en"].Tokenized!.Sum(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.Equal([6993, 242, 243], corpus.Splits.Take(3).Select(split => split.Channels[Channels.Image].Present));
        Assert.Equal([28689, 1005], corpus.Splits.Take(2).Select(split => split.Channels[Channels.ImageLabels].Present));
        Assert.Equal([6478, 500, 500], subset.Splits.Select(split => split.Count));
        Assert.All(subset.Splits, split => Assert.Equal(split.Count, split.Channels[Channels.Image].Present));
        Assert.All(subset.Splits, split => Assert.Equal(split.Count, split.Channels[Channels.Speech].Present));
        Assert.Equal((1280, 43, 8), (subset["test"].Channels[Channels.Image].Width, subset["test"].Channels[Channels.Speech].Width, subset["val"].Channels[Channels.SpeechSegments].Frames(499)));
        // The first row of the table is line 2 of train.
        Assert.Equal(corpus["train"].Channels[Channels.Image].Read(2), subset["train"].Channels[Channels.Image].Read(0));
        Assert.Equal(["en", "fr", "pt"], subset["train"].Languages.Keys.Order());
    }

    private static string Fails(TemporaryFolder folder) => Assert.Throws<DataFormatException>(() => Multi30kCorpus.Load(folder.Root).Dispose()).Message;
}
