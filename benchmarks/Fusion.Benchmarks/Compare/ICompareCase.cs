namespace Fusion.Benchmarks.Compare;

/// <summary>One row of the comparison.</summary>
internal interface ICompareCase
{
    /// <summary>Its name: what, which sizes, what is done with it, divided by slashes.</summary>
    string Name { get; }

    /// <summary>Whether <c>--quick</c> runs it.</summary>
    bool Quick { get; }

    /// <summary>Builds the sides and checks that they compute the same.</summary>
    Sides Prepare(CaseContext context);
}
