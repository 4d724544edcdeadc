using System.Globalization;
using static TorchSharp.torch;

namespace Fusion.Layers.Tests.Support;

/// <summary>One drawn situation of a fusion module: its shape, what is padded or absent, and options of both layers. Holds no tensor.</summary>
public sealed record FusionCase
{
    public required Modality[] Modalities { get; init; }

    public required long OutputFeatures { get; init; }

    public required long[] Leading { get; init; }

    public required ScalarType Dtype { get; init; }

    /// <summary>Per position, true where padded; null without a mask.</summary>
    public required bool[]? Padding { get; init; }

    /// <summary>Per sample and modality; null without a presence matrix.</summary>
    public required bool[][]? Present { get; init; }

    /// <summary>Per modality, whether a tensor is given.</summary>
    public required bool[] Given { get; init; }

    public required AutoFusionOptions Auto { get; init; }

    public required GANFusionOptions Gan { get; init; }

    public required int Seed { get; init; }

    public long Positions => Leading.Aggregate(1L, (product, size) => product * size);

    public long Samples => Leading.Length == 0 ? 1 : Leading[0];

    public int[] ValidPositions => [.. Enumerable.Range(0, (int)Positions).Where(position => Padding is null || !Padding[position])];

    public bool IsPresent(long sample, int modality) => Given[modality] && (Present is null || Present[sample][modality]);

    public long SampleOf(int position) => position / (Positions / Samples);

    /// <summary>Whether the slot's content counts: a valid position of a sample that has the modality.</summary>
    public bool IsLive(int position, int modality) => (Padding is null || !Padding[position]) && IsPresent(SampleOf(position), modality);

    /// <summary>The tensors that are given, drawn from <see cref="Seed"/>; every slot is filled, live or not.</summary>
    public Tensor?[] Values(int stream = 0)
    {
        using var generator = new Generator((ulong)(Seed + (1_000_003L * stream)));
        return
        [
            .. Modalities.Select((modality, m) =>
            {
                var drawn = randn([.. Leading, modality.Features], dtype: Dtype, generator: generator);
                return Given[m] ? drawn : null;
            }),
        ];
    }

    /// <summary>The same tensors with every slot that does not count overwritten.</summary>
    public Tensor?[] WithGarbage(Tensor?[] values, double garbage) =>
    [
        .. values.Select((value, m) =>
        {
            if (value is null)
                return null;

            var copy = value.clone();
            var rows = copy.view(Positions, Modalities[m].Features);
            for (var position = 0; position < Positions; position++)
                if (!IsLive(position, m))
                    rows[position].fill_(garbage);
            return copy;
        }),
    ];

    public Tensor? PaddingMask() => Padding is null ? null : tensor(Padding).reshape(Leading);

    public Tensor? PresentMatrix()
    {
        if (Present is null)
            return null;

        var flat = tensor(Present.SelectMany(row => row).ToArray());
        return Leading.Length == 0 ? flat : flat.reshape(Samples, Modalities.Length);
    }

    public FusionInput Input(Tensor?[]? values = null) => new(values ?? Values(), PaddingMask(), PresentMatrix());

    /// <summary>The valid rows alone, by hand: (R, d) per modality and presence (R, M).</summary>
    public FusionInput ValidRows(Tensor?[] values)
    {
        var positions = ValidPositions;
        var index = tensor(positions.Select(position => (long)position).ToArray(), dtype: ScalarType.Int64);
        var presence = Present is null ? null : tensor(positions.SelectMany(position => Present[SampleOf(position)]).ToArray()).reshape(positions.Length, Modalities.Length);
        return new FusionInput([.. values.Select((value, m) => value?.reshape(Positions, Modalities[m].Features).index_select(0, index))], null, presence);
    }

    /// <summary>The same case with options that both layers share.</summary>
    public FusionCase Sharing(Func<FusionOptions, FusionOptions> change) =>
        this with { Auto = (AutoFusionOptions)change(Auto), Gan = (GANFusionOptions)change(Gan) };

    public override string ToString()
    {
        var padding = Padding is null ? "none" : string.Concat(Padding.Select(padded => padded ? 'p' : '.'));
        var present = Present is null ? "none" : string.Join('|', Present.Select(row => string.Concat(row.Select(has => has ? '1' : '0'))));
        var given = string.Concat(Given.Select(has => has ? '1' : '0'));
        var widths = string.Join(' ', Modalities.Select(modality => $"{modality.Name}:{modality.Features}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"({widths}) -> {OutputFeatures}, leading ({string.Join(", ", Leading)}), {Dtype}, padding {padding}, present {present}, given {given}, seed {Seed}\n  weights [{string.Join(", ", Auto.ModalityWeights ?? [])}] {Auto}\n  {Gan}");
    }
}
