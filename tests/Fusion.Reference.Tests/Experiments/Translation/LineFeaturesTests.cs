using Fusion.Reference.Data;
using Fusion.Reference.Data.Formats;
using Fusion.Reference.Experiments.Translation;
using Xunit;

namespace Fusion.Reference.Tests.Experiments.Translation;

public class LineFeaturesTests
{
    private static readonly FrameStandardizer Standardizer = new([1, 2], [2, 0.5]);

    [Fact]
    public void Rows_belong_to_the_lines_of_their_number_and_are_standardised()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["image.npy"], [1f, 2, 3, 4, 5, 6], 3, 2);
        using var features = LineFeatures.Open(folder["image.npy"], Standardizer);

        using var vectors = features.Of([2, 0]).Vectors([0, 1]);

        Assert.Equal([2L, 2], vectors.shape);
        Assert.Equal([8f, 2, 0, 0], vectors.data<float>().ToArray());
        features.RequireNoMoreThan(3);
    }

    [Fact]
    public void Frames_come_from_a_Kaldi_list_in_its_order()
    {
        using var folder = new TemporaryFolder();
        var archive = new KaldiArkWriter();
        long[] offsets = [archive.Matrix("b", [1, 2], 2), archive.Matrix("a", [3, 4, 5, 6], 2)];
        folder.Write("speech.ark", archive.ToArray());
        using var features = LineFeatures.Open(folder.Write("speech.scp", $"b speech.ark:{offsets[0]}\na speech.ark:{offsets[1]}\n"), Standardizer);

        var (frames, lengths) = features.Of([0, 1]).Frames([0, 1]);

        using (frames)
        using (lengths)
        {
            Assert.Equal([1L, 2], lengths.data<long>().ToArray());
            Assert.Equal([0f, 0, 0, 0, 4, 1, 8, 2], frames.data<float>().ToArray());
        }
    }

    [Fact]
    public void An_utterance_without_a_frame_is_named()
    {
        using var folder = new TemporaryFolder();
        var archive = new KaldiArkWriter();
        long[] offsets = [archive.Matrix("a", [1, 2], 2), archive.Matrix("b", ReadOnlySpan<float>.Empty, 2)];
        folder.Write("speech.ark", archive.ToArray());
        var list = folder.Write("speech.scp", $"a speech.ark:{offsets[0]}\nb speech.ark:{offsets[1]}\n");
        using var features = LineFeatures.Open(list, Standardizer);

        var error = Assert.Throws<DataFormatException>(() => features.Of([0, 1]).Frames([0, 1]));

        Assert.Equal($"{list}:2: expected frames of 'b', found: {folder["speech.ark"]}:{offsets[1]}: expected at least one frame, found none", error.Message);
    }

    [Fact]
    public void A_file_of_other_lines_is_refused()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["image.npy"], [1f, 2, 3, 4, 5, 6], 3, 2);
        NpyFile.Write(folder["wide.npy"], [1f, 2, 3, 4, 5, 6], 2, 3);
        using var features = LineFeatures.Open(folder["image.npy"], Standardizer);

        Assert.Contains("found 3 rows and more lines", Assert.Throws<DataFormatException>(() => features.Of([3])).Message, StringComparison.Ordinal);
        Assert.Contains("each of the 2 lines, found 3", Assert.Throws<DataFormatException>(() => features.RequireNoMoreThan(2)).Message, StringComparison.Ordinal);
        Assert.Contains("expected 2 values in each row, as the run learned from, found 3", Assert.Throws<DataFormatException>(() => LineFeatures.Open(folder["wide.npy"], Standardizer)).Message, StringComparison.Ordinal);
        Assert.Contains("speech.scp:1", Assert.Throws<DataFormatException>(() => LineFeatures.Open(folder.Write("speech.scp", ""), Standardizer)).Message, StringComparison.Ordinal);
    }
}
