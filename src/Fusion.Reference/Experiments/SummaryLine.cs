namespace Fusion.Reference.Experiments;

/// <summary>A row of the table that ends a reproduction on the terminal.</summary>
internal static class SummaryLine
{
    public static string Of(string model, MeanOverSeeds first, MeanOverSeeds second) =>
        $"  {model,-26} {first.Percent,12} {second.Percent,12}   {first.Count} seed{(first.Count == 1 ? "" : "s")}";
}
