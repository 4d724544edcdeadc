using Fusion.Reference.Data.Synthetic;
using Fusion.Reference.Training;
using TorchSharp;

namespace Fusion.Reference.Experiments;

/// <summary>Runs the experiments whose data are there and writes the report.</summary>
internal static class Reproduction
{
    /// <summary>Checks everything first: no training starts that would end in an error of the command line.</summary>
    public static void Run(ReproductionOptions options, IProgressReporter progress, CancellationToken cancellation)
    {
        var entries = ExperimentCatalog.Select(options.Target);
        var context = Context(options, progress, cancellation);
        var recipe = IemocapExperiment.RecipeOf(context);
        var directory = DataDirectory(options, entries.Single(entry => entry.Missing is null));
        var experiment = new IemocapExperiment(context, recipe, directory);
        experiment.Check();
        foreach (var entry in entries.Where(entry => entry.Missing is not null))
            progress.Line($"{entry.Name}: {entry.Missing}");
        experiment.Run();
        ReproductionReport.Write(options.Output);
    }

    private static ExperimentContext Context(ReproductionOptions options, IProgressReporter progress, CancellationToken cancellation)
    {
        _ = IemocapStudies.Variants(options.Models);
        var profile = options.Profile ?? (options.Data is null ? Profile.Smoke : Profile.Quick);
        var device = DeviceChoice.Parse(options.Device);
        // One thread by default: results then depend on no number of cores, and small matrices gain little from a second.
        var threads = options.Threads ?? 1;
        var jobs = options.Jobs ?? (device.type == DeviceType.CPU ? Math.Max(1, Environment.ProcessorCount / threads) : 1);
        return new ExperimentContext(
            options.Output, profile, options.Seeds ?? 1, options.Models, jobs, threads, device, options.Resume, options.Settings, options.Command, progress, cancellation);
    }

    private static string DataDirectory(ReproductionOptions options, ExperimentCatalog.Entry entry)
    {
        if (options.Data is null)
            return Synthesize(options.Output);
        if (!Directory.Exists(options.Data))
            throw new UserErrorException($"--data {options.Data}: expected a folder, found none");
        var directory = Path.Combine(options.Data, entry.Name);
        return Directory.Exists(directory) ? directory
            : throw new UserErrorException($"--data {options.Data}: expected a folder {entry.Name} in it, found none ({entry.Source}); without --data the program generates data");
    }

    // The same seed gives the same files, so a resumed run finds the data it began with.
    private static string Synthesize(string output)
    {
        var directory = Path.Combine(output, "data", IemocapExperiment.Name);
        try
        {
            SyntheticRelease.Write(directory, new SyntheticIemocapOptions());
        }
        catch (ArgumentException error)
        {
            throw new UserErrorException($"--out {output}: {error.Message}", error);
        }

        return directory;
    }
}
