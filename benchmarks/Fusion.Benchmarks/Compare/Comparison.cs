using Fusion.Layers.Interop;
using Fusion.Reference;
using Fusion.Reference.Experiments;
using TorchSharp;
using static TorchSharp.torch;

namespace Fusion.Benchmarks.Compare;

/// <summary>Runs the cases, each on all sides in alternation.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="peer">PyTorch, or null; the caller's.</param>
/// <param name="output">Receives one JSON line per case.</param>
/// <param name="notes">Receives what else there is to say.</param>
internal sealed class Comparison(CompareOptions options, PeerProcess? peer, TextWriter output, TextWriter notes)
{
    private readonly Device _device = DeviceChoice.Parse(options.Device);

    /// <summary>Those of the cases that were asked for.</summary>
    /// <exception cref="UserErrorException">There is none.</exception>
    public static IReadOnlyList<ICompareCase> Chosen(IEnumerable<ICompareCase> all, CompareOptions options)
    {
        ICompareCase[] cases = [.. all.Where(each => (!options.Quick || each.Quick) && each.Name.Contains(options.Filter ?? "", StringComparison.Ordinal))];
        return cases.Length > 0 ? cases
            : throw new UserErrorException($"--filter {options.Filter}: expected a part of the name of a case{(options.Quick ? " of --quick" : "")}, found none that has it");
    }

    /// <summary>Runs cases.</summary>
    /// <param name="cases">The cases, in their order.</param>
    /// <param name="cancellation">Ends between two cases; the finished ones stand.</param>
    /// <exception cref="UserErrorException">Two sides compute different things.</exception>
    public IReadOnlyList<CaseResult> Run(IReadOnlyList<ICompareCase> cases, CancellationToken cancellation = default)
    {
        set_num_threads(options.Threads);
        notes.WriteLine($"ours: torch {__version__}, {DeviceName.Of(_device)}, {get_num_threads()} thread(s), Adam({(_device.type == DeviceType.CPU ? "one pass over memory" : "by operators")}); peer: {peer?.Description ?? "none"}");
        var context = new CaseContext(peer, Directory.CreateTempSubdirectory("fusion-compare-").FullName, _device, Stopwatches.Of(options.Clock, _device), notes);
        var results = new List<CaseResult>();
        try
        {
            foreach (var each in cases)
            {
                cancellation.ThrowIfCancellationRequested();
                results.Add(Measure(each, context));
                output.WriteLine(results[^1].ToJson());
                output.Flush();
            }
        }
        finally
        {
            Directory.Delete(context.Folder, recursive: true);
        }

        foreach (var line in Summary.Of(results))
            notes.WriteLine(line);
        if (options.Markdown is { } file)
            AtomicFile.WriteText(file, MarkdownTable.Of(results, peer?.Description));
        return results;
    }

    private CaseResult Measure(ICompareCase each, CaseContext context)
    {
        using var sides = each.Prepare(context);
        return RoundReadings.Take(sides, options.Effort).Result(each.Name, options.Threads, sides.Items) with { Device = options.Device };
    }
}
