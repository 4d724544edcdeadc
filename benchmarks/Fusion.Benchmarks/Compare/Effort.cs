namespace Fusion.Benchmarks.Compare;

/// <summary>How long a case is measured.</summary>
/// <param name="Rounds">Rounds; in each, every side is read once, the peer twice.</param>
/// <param name="ReadingMilliseconds">What a reading should take; a case that takes longer is run once in it.</param>
/// <param name="WarmUpMilliseconds">What each side runs before the first round.</param>
internal sealed record Effort(int Rounds, double ReadingMilliseconds, double WarmUpMilliseconds)
{
    public static Effort Full { get; } = new(15, 50, 300);

    public static Effort Quick { get; } = new(9, 12, 60);

    /// <summary>Iterations of a reading.</summary>
    /// <param name="milliseconds">What one iteration takes.</param>
    public int Iterations(double milliseconds) => (int)Math.Clamp(ReadingMilliseconds / milliseconds, 1, 10_000);
}
