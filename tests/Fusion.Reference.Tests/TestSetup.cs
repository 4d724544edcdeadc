using System.Runtime.CompilerServices;
using TorchSharp;
using Xunit.Sdk;
using Xunit.v3;

// Two OpenMP teams on two cores spin against each other: one thread, one test at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Fusion.Reference.Tests;

internal static class TestSetup
{
    [ModuleInitializer]
    internal static void UseOneThread() => torch.set_num_threads(1);
}
