using Fusion.Reference.Models;
using Xunit;
using static TorchSharp.torch;

namespace Fusion.Reference.Tests.Models;

public class SequencePaddingTests
{
    [Fact]
    public void Marks_what_lies_behind_each_sequence()
    {
        using var scope = NewDisposeScope();

        var padding = SequencePadding.Of(tensor([1L, 3, 2]), 3, CPU)!;

        Assert.Equal([3, 3], padding.shape);
        Assert.Equal([false, true, true, false, false, false, false, false, true], padding.data<bool>().ToArray());
    }

    [Fact]
    public void Sequences_of_the_full_length_have_none()
    {
        using var scope = NewDisposeScope();

        Assert.Null(SequencePadding.Of(tensor([3L, 3]), 3, CPU));
    }
}
