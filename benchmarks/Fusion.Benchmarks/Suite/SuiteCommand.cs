using System.CommandLine;
using BenchmarkDotNet.Running;
using Fusion.Reference.Commands;

namespace Fusion.Benchmarks.Suite;

/// <summary><c>suite</c>: the benchmarks of BenchmarkDotNet, whose own options follow; without a filter, all of them run.</summary>
internal static class SuiteCommand
{
    public static Command Create()
    {
        var command = new Command("suite", "Run the benchmarks of BenchmarkDotNet; its options follow, such as --filter *Optimizer*, --job dry or --list flat.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(parsed =>
        {
            NativeTorch.Require();
            var arguments = new SuiteArguments(parsed.UnmatchedTokens);
            _ = BenchmarkSwitcher.FromAssembly(typeof(SuiteCommand).Assembly).Run(arguments.All, new SuiteConfig(ownJob: !arguments.NameJob));
        });
        return command;
    }
}
