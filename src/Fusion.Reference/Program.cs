using System.Text;
using Fusion.Reference.Commands;

WriteUtf8();
var root = CommandLine.Create();
var stops = CommandLine.StopsBetweenSteps(root, args);
using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    // The first Ctrl-C lets a command finish its step; a second one ends the process at once, and so does the first where there are no steps.
    press.Cancel = stops && !interrupt.IsCancellationRequested;
    interrupt.Cancel();
};
return await CommandLine.RunAsync(root, args, Console.Out, Console.Error, interrupt.Token);

// What is read is UTF-8 everywhere, so what is written is too: a translation made on one machine is scored on another.
static void WriteUtf8()
{
    try
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
    }
    catch (IOException)
    {
        // A console that knows no such encoding keeps its own.
    }
}
