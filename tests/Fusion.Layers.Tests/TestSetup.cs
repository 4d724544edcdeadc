using System.Runtime.CompilerServices;
using TorchSharp;
using Xunit;

// Two OpenMP teams on two cores spin against each other: one thread, one test at a time.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]

namespace Fusion.Layers.Tests;

internal static class TestSetup
{
    [ModuleInitializer]
    internal static void UseOneThread() => torch.set_num_threads(1);
}
