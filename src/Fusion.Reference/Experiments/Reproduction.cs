using Fusion.Reference.Training;
using TorchSharp;

namespace Fusion.Reference.Experiments;

/// <summary>Runs the experiments whose data are there and writes the report.</summary>
internal static class Reproduction
{
    private sealed record Planned(ExperimentCatalog.Entry Entry, IExperimentFactory Factory, ExperimentContext Context);

    /// <summary>Checks everything first: no training starts that would end in an error of the command line.</summary>
    public static void Run(ReproductionOptions options, IProgressReporter progress, CancellationToken cancellation)
    {
        var entries = ExperimentCatalog.Select(options.Target);
        var planned = Plan(options, entries, progress, cancellation);
        foreach (var each in planned)
            each.Factory.CheckOptions(each.Context);
        var available = Available(options, planned);
        // Data are read one after the other before anything is trained.
        IExperiment[] experiments = [.. available.Select(each => each.Factory.Create(each.Context, DataDirectory(options, each)))];
        foreach (var experiment in experiments)
            experiment.Check();
        foreach (var absent in planned.Except(available))
            progress.Line($"{absent.Entry.Name}: not available: {(options.Data is null ? "no generator of such data" : $"no folder {absent.Entry.Name} in {options.Data}")} ({absent.Entry.Source})");
        foreach (var experiment in experiments)
            experiment.Run();
        ReproductionReport.Write(options.Output);
    }

    private static Planned[] Plan(ReproductionOptions options, IReadOnlyList<ExperimentCatalog.Entry> entries, IProgressReporter progress, CancellationToken cancellation)
    {
        IExperimentFactory[] factories = [.. entries.Select(entry => entry.Factory)];
        return [.. from entry in entries
                   let context = Context(options, entry.Factory, factories, progress, cancellation)
                   where context.Models.Length > 0
                   select new Planned(entry, entry.Factory, context)];
    }

    private static ExperimentContext Context(
        ReproductionOptions options, IExperimentFactory factory, IReadOnlyList<IExperimentFactory> all, IProgressReporter progress, CancellationToken cancellation)
    {
        var profile = options.Profile ?? (options.Data is null ? Profile.Smoke : Profile.Quick);
        var device = DeviceChoice.Parse(options.Device);
        // One thread by default: results then depend on no number of cores, and small matrices gain little from a second.
        var threads = options.Threads ?? 1;
        var jobs = options.Jobs ?? (device.type == DeviceType.CPU ? Math.Max(1, Environment.ProcessorCount / threads) : 1);
        return new ExperimentContext(
            options.Output, profile, options.Seeds ?? factory.DefaultSeeds(profile), ExperimentSelection.Models(options.Models, factory, all, profile), jobs, threads, device, options.Resume,
            ExperimentSelection.Settings(options.Settings, factory, all), options.Command, progress, cancellation);
    }

    /// <summary>The experiments whose data are there, at least one.</summary>
    private static IReadOnlyList<Planned> Available(ReproductionOptions options, IReadOnlyList<Planned> planned)
    {
        if (options.Data is null)
            return planned.Where(each => each.Factory.HasGenerator).ToArray() is { Length: > 0 } generated ? generated
                : throw new UserErrorException($"{planned[0].Entry.Name}: there is no generator of such data; name a folder with --data ({planned[0].Entry.Source})");
        if (!Directory.Exists(options.Data))
            throw new UserErrorException($"--data {options.Data}: expected a folder, found none");
        Planned[] available = [.. planned.Where(each => Directory.Exists(Path.Combine(options.Data, each.Entry.Name)))];
        return available.Length > 0 ? available
            : throw new UserErrorException($"--data {options.Data}: expected a folder {string.Join(" or ", planned.Select(each => $"{each.Entry.Name} ({each.Entry.Source})"))} in it, found none; without --data the program generates data");
    }

    /// <summary>Where an output folder keeps generated data.</summary>
    public static string GeneratedData(string output) => Path.Combine(output, "data");

    private static string DataDirectory(ReproductionOptions options, Planned planned) =>
        options.Data is null ? Synthesize(options.Output, planned) : Path.Combine(options.Data, planned.Entry.Name);

    // The same seed gives the same files, so a resumed run finds the data it began with.
    private static string Synthesize(string output, Planned planned)
    {
        var directory = Path.Combine(GeneratedData(output), planned.Entry.Name);
        try
        {
            planned.Factory.Synthesize(directory);
        }
        catch (ArgumentException error)
        {
            throw new UserErrorException($"--out {output}: {error.Message}", error);
        }

        return directory;
    }
}
