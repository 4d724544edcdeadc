namespace Fusion.Reference.Tests.Baselines;

/// <summary>The golden values of the fusions of other authors, written by benchmarks/pytorch/make_baseline_goldens.py.</summary>
internal static class BaselineGoldens
{
    public static string Of(string family) => Path.Combine(RepositoryFolder.Root, "tests", "Fusion.Reference.Tests", "Baselines", $"{family}.json");
}
