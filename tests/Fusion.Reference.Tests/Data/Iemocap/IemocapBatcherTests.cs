using Fusion.Reference.Data;
using Fusion.Reference.Data.Iemocap;
using Fusion.Reference.Text;
using TorchSharp;
using Xunit;

namespace Fusion.Reference.Tests.Data.Iemocap;

public class IemocapBatcherTests
{
    private static readonly IemocapUtterance[] Utterances =
    [
        new("u0", 1, "d", 3, ["a", "b", "a"], Audio(0)),
        new("u1", 1, "d", 0, ["b"], Audio(1)),
        new("u2", 1, "d", 2, ["c", "new", "a", "a", "a"], Audio(2)),
    ];

    [Fact]
    public void Pads_texts_with_0_and_keeps_rows_together()
    {
        using var batch = Batcher().Make([2, 1]);

        Assert.Equal((torch.ScalarType.Int64, torch.ScalarType.Int64), (batch.Tokens.dtype, batch.Lengths.dtype));
        Assert.Equal((torch.ScalarType.Float32, torch.ScalarType.Int64), (batch.Audio.dtype, batch.Labels.dtype));
        Assert.Equal([2, 4], batch.Tokens.shape);
        // a 4, b 5 by count, c 6; maxTokens 4 cuts the last word.
        Assert.Equal([6, Vocabulary.Unknown, 4, 4, 5, 0, 0, 0], batch.Tokens.data<long>().ToArray());
        Assert.Equal([4, 1], batch.Lengths.data<long>().ToArray());
        Assert.Equal([2, 0], batch.Labels.data<long>().ToArray());
        Assert.Equal([2, 8], batch.Audio.shape);
        var expected = Standardize().Transform(Audio(2)).Concat(Standardize().Transform(Audio(1)));
        Assert.Equal(expected, batch.Audio.data<float>().ToArray());
        Assert.Equal([2, 1], batch.Rows);
    }

    [Fact]
    public void Frames_are_standardised_and_padded_where_somebody_reads_them()
    {
        float[][] frames = [[1, 10, 3, 30], [5, 50], [2, 20, 4, 40, 6, 60]];
        IemocapUtterance[] utterances = [.. Utterances.Zip(frames, (utterance, values) => utterance with { Frames = values })];
        var standardizer = FrameStandardizer.Fit([frames[0], frames[1]], 2);
        var batcher = new IemocapBatcher(utterances, Vocabulary.Build(Utterances.Select(utterance => utterance.Tokens), 1), Standardize(), 2, 1, frames: standardizer);

        using var batch = batcher.Make([2, 1]);

        Assert.Equal([2, 3, 2], batch.Frames!.shape);
        Assert.Equal([3, 1], batch.FrameLengths!.data<long>().ToArray());
        // Mean 3 and 30, deviation sqrt(8/3) and ten times that.
        var unit = 1 / Math.Sqrt(8 / 3.0);
        Assert.Equal([-unit, -unit, unit, unit, 3 * unit, 3 * unit, 2 * unit, 2 * unit, 0, 0, 0, 0], batch.Frames.data<float>().Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Null(Batcher().Make([0]).Frames);
    }

    [Fact]
    public void Serves_every_row_in_training_and_evaluation()
    {
        var training = Batcher().Training(epoch: 3).ToArray();
        var evaluation = Batcher().Evaluation().ToArray();

        // Three rows in batches of two: one left over joins the others.
        Assert.Equal([0, 1, 2], Assert.Single(training).Rows.Order());
        Assert.Equal([1, 0, 2], evaluation.SelectMany(batch => batch.Rows));
        Assert.All(training.Concat(evaluation), batch => Assert.Equal(batch.Rows.Select(row => (long)Utterances[row].Label), batch.Labels.data<long>().ToArray()));
        Array.ForEach([.. training, .. evaluation], batch => batch.Dispose());
    }

    [Fact]
    public void Moves_as_a_copy_and_leaks_nothing()
    {
        var batcher = Batcher();
        DisposeScopeManager.Statistics.Reset();

        using (var batch = batcher.Make([0, 1]))
        using (var moved = batch.To(torch.CPU))
        {
            batch.Dispose();
            Assert.Equal([3, 1], moved.Lengths.data<long>().ToArray());
            Assert.Equal([3, 0], moved.Labels.data<long>().ToArray());
            Assert.Equal([0, 1], moved.Rows);
        }

        Assert.Equal(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static IemocapBatcher Batcher() =>
        new(Utterances, Vocabulary.Build([["a", "b", "a", "c", "b", "a"]]), Standardize(), batchSize: 2, seed: 1, maxTokens: 4);

    private static Standardizer Standardize() => Standardizer.Fit([.. Utterances.Select(utterance => utterance.Audio)], IemocapCorpus.HeavyTailedColumns);

    private static float[] Audio(int row) => [.. Enumerable.Range(0, 8).Select(column => (row + 1f) * (column - 3))];
}
