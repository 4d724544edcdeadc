namespace Fusion.Reference.Data.Synthetic;

/// <summary>Size and seed of a generated corpus.</summary>
internal sealed record SyntheticIemocapOptions
{
    public ulong Seed { get; init; } = 1;

    public int Sessions { get; init; } = 5;

    public int DialogsPerSession { get; init; } = 10;

    /// <summary>Utterances of each of the four classes in a dialogue.</summary>
    public int UtterancesPerClass { get; init; } = 3;

    /// <summary>Whether word vectors are written too.</summary>
    public bool Vectors { get; init; } = true;
}
