using Fusion.Reference.Models.Crossmodal;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models.Crossmodal;

public class PaddedSequenceTests
{
    private static PaddedSequence Sequence => new(tensor(new[] { 1f, 2, 3, 4, float.NaN, float.NaN, 10, 20, 30, 40, 50, 60 }, [2, 6, 1]), tensor(new[] { 4L, 6 }));

    [Fact]
    public void Padding_follows_the_lengths_and_is_null_where_there_is_none()
    {
        using var scope = NewDisposeScope();

        Assert.Equal([false, false, false, false, true, true, .. new bool[6]], Sequence.Padding()!.data<bool>().ToArray());
        Assert.Null(new PaddedSequence(zeros(2, 3, 1)).Padding());
        Assert.Null(new PaddedSequence(zeros(2, 3, 1), tensor(new[] { 3L, 3 })).Padding());
        Assert.Equal([1, 2, 3, 4, 0, 0], Sequence.Cleared()[0].data<float>().ToArray());
    }

    [Fact]
    public void Last_and_mean_are_those_of_each_sequence_without_its_padding()
    {
        using var scope = NewDisposeScope();

        Assert.Equal([4, 60], Sequence.Last(Sequence.Values).data<float>().ToArray());
        Assert.Equal([2.5f, 35], Sequence.Mean(Sequence.Values).data<float>().ToArray());
        var whole = new PaddedSequence(Sequence.Values);
        Assert.Equal(60, whole.Last(whole.Values)[1].item<float>());
        Assert.Equal(35, whole.Mean(whole.Values)[1].item<float>());
    }

    [Theory]
    [InlineData(1, new[] { 1f, 2, 3, 4, 0, 0 }, new[] { 10f, 20, 30, 40, 50, 60 }, 4, 6)]
    [InlineData(3, new[] { 2f, 4 }, new[] { 20f, 50 }, 2, 2)]
    [InlineData(4, new[] { 2.5f, 0 }, new[] { 25f, 55 }, 1, 2)]
    [InlineData(10, new[] { 2.5f }, new[] { 35f }, 1, 1)]
    public void Runs_are_averaged_over_what_is_not_padding(int elements, float[] first, float[] second, long firstLength, long secondLength)
    {
        using var scope = NewDisposeScope();

        var averaged = Sequence.Averaged(elements);

        Assert.Equal([2L, first.Length, 1], averaged.Values.shape);
        Assert.Equal([.. first, .. second], averaged.Values.data<float>().ToArray());
        Assert.Equal([firstLength, secondLength], averaged.Lengths!.data<long>().ToArray());
    }
}
