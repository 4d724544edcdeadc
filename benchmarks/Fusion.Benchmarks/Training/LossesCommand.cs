using System.CommandLine;
using System.Text.Json.Nodes;
using Fusion.Benchmarks.Compare;
using Fusion.Reference;
using Fusion.Reference.Commands;
using Shell = Fusion.Reference.Commands.CommandLine;

namespace Fusion.Benchmarks.Training;

/// <summary><c>losses</c>: whether models train as they do in PyTorch, in float64 without random draws.</summary>
internal static class LossesCommand
{
    /// <summary>How far losses may lie apart, relative to PyTorch's.</summary>
    public const double Tolerance = 1e-4;

    private static readonly Option<string?> Python = new("--python") { Description = "A Python with torch, any version from 1.13; default: the first one on the PATH that has it." };

    public static Command Create()
    {
        var command = new Command("losses", $"Compare the losses of the first training steps with PyTorch's, in float64 without dropout and noise; one JSON line per model. Exit code 1 if they differ by more than {Tolerance}.") { Python };
        command.SetAction(parsed =>
        {
            NativeTorch.Require();
            return Run(new CompareOptions { Python = parsed.GetValue(Python) }, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        });
        return command;
    }

    /// <summary>The largest relative difference of losses.</summary>
    public static double Difference(IReadOnlyList<double> ours, IReadOnlyList<double> theirs) =>
        ours.Zip(theirs, (mine, their) => Math.Abs(mine - their) / Math.Max(Math.Abs(their), 1e-12)).Max();

    private static int Run(CompareOptions options, TextWriter output, TextWriter notes)
    {
        TorchSharp.torch.set_num_threads(options.Threads);
        using var peer = PeerProcess.Start(options, notes) ?? throw new UserErrorException("losses: expected a Python with torch to compare with, found none; name one with --python PATH");
        var folder = Directory.CreateTempSubdirectory("fusion-losses-").FullName;
        try
        {
            var same = true;
            foreach (var problem in TrainingProblems.All)
            {
                var difference = Compare(problem, peer, folder);
                same &= difference <= Tolerance;
                output.WriteLine(new JsonObject { ["case"] = $"losses/{problem.Name}", ["steps"] = problem.ComparableSteps, ["max_difference"] = difference, ["same"] = difference <= Tolerance }.ToJsonString());
            }

            return same ? Shell.Success : Shell.ProgramError;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Compare(TrainingProblem problem, PeerProcess peer, string folder)
    {
        using var side = new PeerContender(peer, TrainingCase.Request(problem, TrainingVariant.Exact, folder));
        var theirs = peer.Ask(new { op = "losses", steps = problem.ComparableSteps })["losses"]!.AsArray().Select(loss => loss!.GetValue<double>()).ToArray();
        using var run = new TrainingRun(problem, TrainingVariant.Exact);
        return Difference([.. Enumerable.Range(0, problem.ComparableSteps).Select(_ => run.StepWithLoss())], theirs);
    }
}
