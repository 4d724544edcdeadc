namespace Fusion.Reference.Data.Synthetic;

/// <summary>Size and seed of a generated corpus for translation. A source sentence comes in two lines for each open place of it.</summary>
internal sealed record SyntheticTranslationOptions
{
    public ulong Seed { get; init; } = 1;

    /// <summary>Lines to train on; rounded up to whole source sentences, for How2 to whole videos.</summary>
    public int TrainLines { get; init; } = 1280;

    public int ValidationLines { get; init; } = 128;

    public int TestLines { get; init; } = 256;
}
