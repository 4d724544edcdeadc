using Fusion.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
// snippet: bilstm
using static TorchSharp.torch.nn.utils.rnn;
// end

namespace DocSnippets;

public sealed class PackedSequences
{
    [Fact]
    public void FusesBiLstmStatesUnderAMask()
    {
        using var outer = NewDisposeScope();
        var words = randn(3, 7, 300);
        var frames = randn(3, 7, 50);
        var lengths = tensor(new long[] { 7, 4, 1 });
        frames[1, 4..] = double.NaN;

        // snippet: bilstm
        var lstm = torch.nn.LSTM(300, 128, batchFirst: true, bidirectional: true);
        var fuse = torch.nn.AutoFusion([("text", 256), ("audio", 50)], 100);

        // words (B, T, 300), frames (B, T, 50), lengths (B): packed, so that no state reads padding
        var packed = pack_padded_sequence(words, lengths, batch_first: true, enforce_sorted: false);
        var (packedStates, _, _) = lstm.call(packed);
        var (states, _) = pad_packed_sequence(packedStates, batch_first: true); // (B, T, 256)

        var padding = arange(states.size(1)).unsqueeze(0) >= lengths.unsqueeze(1);      // bool (B, T), true = padding
        var (fused, loss) = fuse.call(new FusionInput([states, frames], padding));      // (B, T, 100), 0 at padding
        var pooled = fused.sum(1) / lengths.unsqueeze(1);                       // (B, 100): the mean over real steps
        // end

        Assert.Equal([3, 100], pooled.shape);
        Assert.True(pooled.isfinite().all().item<bool>());
        Assert.True(loss!.isfinite().item<bool>());
        Assert.Equal(0, fused[1, 4..].abs().sum().item<float>());
    }
}
