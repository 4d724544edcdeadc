namespace Fusion.Layers;

/// <summary>Holds what a module's author returned against what <c>fuse</c> owes; without it a wrong width would show far from its cause, or never.</summary>
internal static class FusionResultCheck
{
    /// <exception cref="InvalidOperationException">Something is missing, has another shape or was not asked for.</exception>
    public static void Require(FusionModule module, FusionRows rows, bool computeLoss, FusionResult result)
    {
        // Size by size: to ask for all of them costs as much as a small operation.
        if (result.Fused is not { } fused)
            throw Refusal(module, $"Fused of shape ({rows.Count}, {module.OutputFeatures})", "null");
        if (fused.dim() != 2 || fused.size(0) != rows.Count || fused.size(1) != module.OutputFeatures)
            throw Refusal(module, $"Fused of shape ({rows.Count}, {module.OutputFeatures})", FusionInputCheck.Shape(fused.shape));
        if (result.Terms is null)
            throw Refusal(module, "Terms, an empty dictionary where there are none", "null");
        if (result.Loss is not { } loss)
            return;

        if (!computeLoss)
            throw Refusal(module, "no Loss where computeLoss is false", "one");
        if (loss.dim() != 0)
            throw Refusal(module, "a scalar Loss", $"shape {FusionInputCheck.Shape(loss.shape)}");
    }

    private static InvalidOperationException Refusal(FusionModule module, string expected, string found) =>
        new($"{module.GetType().Name}.fuse: expected {expected}, found {found}.");
}
