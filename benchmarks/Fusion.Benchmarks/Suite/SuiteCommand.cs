using System.CommandLine;
using BenchmarkDotNet.Running;
using Fusion.Reference.Commands;

namespace Fusion.Benchmarks.Suite;

/// <summary><c>suite</c>: the benchmarks of BenchmarkDotNet, whose own options follow; without any, all of them run.</summary>
internal static class SuiteCommand
{
    public static Command Create()
    {
        var command = new Command("suite", "Run the benchmarks of BenchmarkDotNet; its options follow, such as --filter *Optimizer* or --list flat.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(parsed =>
        {
            NativeTorch.Require();
            string[] arguments = [.. parsed.UnmatchedTokens];
            _ = BenchmarkSwitcher.FromAssembly(typeof(SuiteCommand).Assembly).Run(arguments.Length == 0 ? ["--filter", "*"] : arguments, new SuiteConfig());
        });
        return command;
    }
}
