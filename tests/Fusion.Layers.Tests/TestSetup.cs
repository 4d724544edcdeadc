using System.Reflection;
using Fusion.Layers.Tests;
using TorchSharp;
using Xunit;
using Xunit.v3;

// Two OpenMP teams on two cores spin against each other: one thread, one test at a time.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
[assembly: OneThread]

namespace Fusion.Layers.Tests;

/// <summary>OpenMP keeps the number per calling thread, and each test may run on another.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class OneThreadAttribute : BeforeAfterTestAttribute
{
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => torch.set_num_threads(1);
}
