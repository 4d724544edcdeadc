using Fusion.Reference.Commands;

using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    // The first Ctrl-C lets the command finish its step; a second one ends the process at once.
    press.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
};
return await CommandLine.RunAsync(CommandLine.Create(), args, Console.Out, Console.Error, interrupt.Token);
