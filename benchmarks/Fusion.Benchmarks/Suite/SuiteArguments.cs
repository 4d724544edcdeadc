namespace Fusion.Benchmarks.Suite;

/// <summary>Arguments for BenchmarkDotNet.</summary>
/// <param name="given">Those of the user.</param>
internal sealed class SuiteArguments(IReadOnlyList<string> given)
{
    /// <summary>Whether the user says how to measure.</summary>
    public bool NameJob => Have("-j", "--job");

    /// <summary>All of them; without a filter everything runs, where BenchmarkDotNet would ask.</summary>
    public string[] All => Have("-f", "--filter") ? [.. given] : [.. given, "--filter", "*"];

    private bool Have(params string[] names) => given.Any(argument => names.Contains(argument.Split('=')[0]));
}
