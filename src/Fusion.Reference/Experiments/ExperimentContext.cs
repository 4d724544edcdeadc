using Fusion.Reference.Training;
using static TorchSharp.torch;

namespace Fusion.Reference.Experiments;

/// <summary>What every experiment of one reproduction shares.</summary>
/// <param name="Output">The output folder.</param>
/// <param name="Profile">How much is run.</param>
/// <param name="Seeds">Runs with the seeds 1 to this number.</param>
/// <param name="Models">Which tables and rows of the experiment are run.</param>
/// <param name="Jobs">Runs at the same time.</param>
/// <param name="Threads">CPU threads of each run.</param>
/// <param name="Device">Where models are trained.</param>
/// <param name="Resume">Whether runs in the output folder are continued.</param>
/// <param name="Settings">The <c>Key=value</c> texts of <c>--set</c>.</param>
/// <param name="Command">The command line, for the report.</param>
/// <param name="Progress">Shows the user how far the work is.</param>
/// <param name="Cancellation">Stops between two training steps.</param>
internal sealed record ExperimentContext(
    string Output,
    Profile Profile,
    int Seeds,
    string Models,
    int Jobs,
    int Threads,
    Device Device,
    bool Resume,
    IReadOnlyList<string> Settings,
    string Command,
    IProgressReporter Progress,
    CancellationToken Cancellation);
