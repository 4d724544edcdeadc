using Fusion.Benchmarks;
using Fusion.Reference.Commands;
using Shell = Fusion.Reference.Commands.CommandLine;

CpuThreads.WaitPolitely();
using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    // The first Ctrl-C ends after the case in hand; a second one at once.
    press.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
};
return await Shell.RunAsync(BenchmarkCommands.Create(), args, Console.Out, Console.Error, interrupt.Token, BenchmarkCommands.Name);
