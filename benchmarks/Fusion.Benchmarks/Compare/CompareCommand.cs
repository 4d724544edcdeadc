using System.CommandLine;
using Fusion.Reference;
using Fusion.Reference.Commands;
using Fusion.Reference.Experiments;

namespace Fusion.Benchmarks.Compare;

/// <summary><c>compare</c>: ours against PyTorch and against libtorch itself, in alternation; one JSON line per case.</summary>
internal static class CompareCommand
{
    private static readonly Option<bool> Quick = new("--quick") { Description = "A few cases and short readings: within 5 minutes on two free cores." };
    private static readonly Option<int> Threads = new("--threads") { Description = "Threads of torch, on both sides.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Device = SharedOptions.Device();
    private static readonly Option<string?> Python = new("--python") { Description = "A Python with torch, any version from 1.13; default: the first one on the PATH that has it." };
    private static readonly Option<string?> Markdown = SharedOptions.Markdown();
    private static readonly Option<string?> Filter = SharedOptions.Filter();
    private static readonly Option<Clock> Clock = SharedOptions.Clock();

    public static Command Create()
    {
        var command = new Command("compare", "Time ours, PyTorch and libtorch itself in alternation; one JSON line per case.") { Filter };
        AddMeasuring(command);
        command.SetAction((parsed, cancellation) =>
        {
            Measure(parsed, options => Comparison.Chosen(CompareCases.All, options), cancellation);
            return Task.CompletedTask;
        });
        return command;
    }

    /// <summary>Lets a command have the options that say how cases are measured.</summary>
    public static void AddMeasuring(Command command)
    {
        foreach (var option in new Option[] { Quick, Threads, Device, Python, Markdown, Clock })
            command.Add(option);
    }

    /// <summary>Measures cases as a command line says.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="choose">The cases.</param>
    /// <param name="cancellation">Ends between two cases.</param>
    /// <exception cref="UserErrorException">A value makes no sense, or two sides compute different things.</exception>
    public static void Measure(ParseResult parsed, Func<CompareOptions, IReadOnlyList<ICompareCase>> choose, CancellationToken cancellation)
    {
        var (options, notes) = (Options(parsed), parsed.InvocationConfiguration.Error);
        NativeTorch.Require();
        // Before the peer starts, which is told the device that is there.
        options = options with { Device = DeviceChoice.Parse(options.Device).ToString() };
        var cases = choose(options);
        using var peer = PeerProcess.Start(options, notes);
        new Comparison(options, peer, parsed.InvocationConfiguration.Output, notes).Run(cases, cancellation);
    }

    /// <summary>The options of a command line.</summary>
    /// <exception cref="UserErrorException">A value makes no sense.</exception>
    public static CompareOptions Options(ParseResult parsed)
    {
        var threads = parsed.GetValue(Threads);
        if (threads < 1)
            throw new UserErrorException($"--threads: expected at least 1, found {threads}");
        if (threads > 1 && parsed.GetValue(Clock) == Compare.Clock.Cpu)
            throw new UserErrorException($"--clock cpu: expected --threads 1, found {threads}; it is the time of one thread");
        SharedOptions.RequireClock(parsed.GetValue(Clock), parsed.GetRequiredValue(Device));
        return new CompareOptions
        {
            Quick = parsed.GetValue(Quick), Threads = threads, Device = parsed.GetRequiredValue(Device), Clock = parsed.GetValue(Clock),
            Python = parsed.GetValue(Python), Markdown = parsed.GetValue(Markdown), Filter = parsed.GetValue(Filter),
        };
    }
}
