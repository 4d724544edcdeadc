using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Support;

/// <summary>AutoFusion from equation 1 over rows, written by hand: zero or learned blocks for what is absent, error over present blocks alone.</summary>
internal static class AutoFusionOracle
{
    /// <param name="networks">Parameters.</param>
    /// <param name="prefix">What comes before <c>fuse_in</c> in the keys.</param>
    /// <param name="blocks">Rows (R, d_m) per modality, whatever stands in absent slots.</param>
    /// <param name="present">Per row and modality.</param>
    /// <param name="fillings">Vector that stands for each absent modality.</param>
    /// <param name="options">Options.</param>
    /// <param name="names">Names for the terms of single modalities; null where nobody asks for them.</param>
    public static (Tensor Fused, Tensor Loss, Dictionary<string, double> Terms) Run(
        Networks networks, string prefix, Tensor[] blocks, bool[][] present, Tensor[] fillings, AutoFusionOptions options, IReadOnlyList<string>? names = null)
    {
        var rows = present.Length;
        var presence = blocks.Select((_, m) => tensor(present.Select(row => row[m]).ToArray()).unsqueeze(1)).ToArray();
        var concatenated = cat([.. blocks.Select((block, m) => where(presence[m], block, fillings[m]))], 1);
        var fused = networks.Bottleneck($"{prefix}fuse_in", concatenated, options.FinalActivation);
        var decoded = networks.Decoder($"{prefix}fuse_out", fused);

        var loss = zeros([], dtype: ScalarType.Float64);
        var terms = new Dictionary<string, double>();
        var elements = Enumerable.Range(0, blocks.Length).Sum(m => present.Count(row => row[m]) * blocks[m].size(1));
        var start = 0L;
        for (var m = 0; m < blocks.Length; m++)
        {
            var width = blocks[m].size(1);
            var count = present.Count(row => row[m]);
            var target = options.DetachTarget ? blocks[m].detach() : blocks[m];
            var squared = where(presence[m], (decoded.narrow(1, start, width) - target).square(), zeros_like(target)).sum();
            start += width;
            if (count == 0)
                continue;

            loss += squared * (options.ModalityWeights?[m] ?? 1) / (options.Reduction == Reduction.Mean ? elements : rows);
            if (names is not null)
                terms[$"reconstruction/{names[m]}"] = squared.item<double>() / (options.Reduction == Reduction.Mean ? count * width : count);
        }

        terms["reconstruction"] = loss.item<double>();
        return (fused, loss, terms);
    }
}
