using Fusion.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

/// <summary>A BiLSTM text classifier. Where its two directions used to be joined by pooling, AutoFusion fuses them state by state.</summary>
internal sealed class BiLstmClassifier : nn.Module<Tensor, Tensor, (Tensor Logits, Tensor? FusionLoss)>
{
    private readonly long hidden;
    private readonly Embedding embed;
    private readonly LSTM lstm;
    private readonly AutoFusion fuse;
    private readonly Linear classify;

    internal BiLstmClassifier(long words, long hidden, long classes) : base(nameof(BiLstmClassifier))
    {
        this.hidden = hidden;
        embed = nn.Embedding(words, hidden, padding_idx: 0);
        lstm = nn.LSTM(hidden, hidden, batchFirst: true, bidirectional: true);
        fuse = nn.AutoFusion([("forward", hidden), ("backward", hidden)], hidden);
        classify = nn.Linear(hidden, classes);
        RegisterComponents();
    }

    public override (Tensor Logits, Tensor? FusionLoss) forward(Tensor words, Tensor lengths)
    {
        // Packed, so that the backward direction starts at the last word and not in the padding.
        using var packed = nn.utils.rnn.pack_padded_sequence(embed.call(words), lengths, batch_first: true, enforce_sorted: false);
        var (states, _) = nn.utils.rnn.pad_packed_sequence(lstm.call(packed).Item1, batch_first: true);

        var (fused, loss) = fuse.call(
            new Dictionary<string, Tensor> { ["forward"] = states.narrow(2, 0, hidden), ["backward"] = states.narrow(2, hidden, hidden) },
            paddingMask: words.eq(0));

        // Padded positions of the fused states are zero: the sum over time is the sum over the words.
        return (classify.call(fused.sum(dim: 1) / lengths.unsqueeze(1)), loss);
    }
}
