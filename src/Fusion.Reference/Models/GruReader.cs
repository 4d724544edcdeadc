using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace Fusion.Reference.Models;

/// <summary>One GRU layer in one direction, its recurrent weights orthogonal at the start, with dropout on what enters and what leaves it.</summary>
internal sealed class GruReader : SequenceReader
{
    private readonly GRU _gru;
    private readonly NoiseDropout _dropout;

    public GruReader(long features, long hidden, double dropout, DropoutNoise noise)
        : base(nameof(GruReader), hidden)
    {
        register_module("gru", _gru = nn.GRU(features, hidden, batchFirst: true));
        register_module("dropout", _dropout = new NoiseDropout(dropout, noise));
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var gate in _gru.get_parameter("weight_hh_l0")!.chunk(3, 0))
            nn.init.orthogonal_(gate);
    }

    public override SequenceStates forward(Tensor values, Tensor lengths)
    {
        using var scope = NewDisposeScope();
        using var packed = pack_padded_sequence(_dropout.forward(values), lengths, batch_first: true, enforce_sorted: false);
        var (states, final) = _gru.call(packed);
        using (states)
            return new SequenceStates(_dropout.forward(states.data), _dropout.forward(final[0]), PackedPlaces.Of(packed)).MoveToOuterDisposeScope();
    }
}
