namespace Fusion.Reference.Data.Synthetic;

/// <summary>Size and seed of a generated corpus.</summary>
internal sealed record SyntheticMosiOptions
{
    public ulong Seed { get; init; } = 1;

    public int TrainVideos { get; init; } = 30;

    public int ValidationVideos { get; init; } = 10;

    public int TestVideos { get; init; } = 20;

    public int UtterancesPerVideo { get; init; } = 16;
}
