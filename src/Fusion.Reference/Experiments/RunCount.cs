namespace Fusion.Reference.Experiments;

/// <summary>A number of runs in words: 1 run, 2 runs.</summary>
internal static class RunCount
{
    public static string Of(int runs) => FormattableString.Invariant($"{runs} run{(runs == 1 ? "" : "s")}");
}
