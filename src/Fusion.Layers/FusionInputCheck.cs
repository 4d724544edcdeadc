using static TorchSharp.torch;

namespace Fusion.Layers;

/// <summary>Checks a caller's tensors before any native call sees them, since some native shape errors end the process.</summary>
internal static class FusionInputCheck
{
    /// <summary>The leading dimensions (*) that all tensors of the input share.</summary>
    /// <exception cref="ArgumentException">Something does not fit; the message names the modality, what was expected and what was found.</exception>
    public static long[] LeadingShape(FusionModule module, FusionInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var modalities = module.Modalities;
        Require.That(input.Values.Count == modalities.Count, "values", $"{modalities.Count} tensors ({Names(module)})", input.Values.Count);

        long[]? leading = null;
        var leader = "";
        for (var m = 0; m < modalities.Count; m++)
        {
            if (input.Values[m] is not { } value)
                continue;

            RequireTensor(module, modalities[m], value);
            if (leading is null)
            {
                leading = Leading(value);
                leader = modalities[m].Name;
            }
            else if (!LeadsWith(value, leading))
            {
                throw new ArgumentException($"modality '{modalities[m].Name}': expected shape {Shape([.. leading, modalities[m].Features])} like modality '{leader}', found {Shape(value.shape)}.", "values");
            }
        }

        Require.That(leading is not null, "values", $"at least one of {Names(module)}", "none");
        RequireFlags(module, input.PaddingMask, leading!, "paddingMask");
        RequireFlags(module, input.Present, leading!.Length == 0 ? [modalities.Count] : [leading[0], modalities.Count], "present");
        return leading;
    }

    // Size by size: to ask for all of them costs as much as a small operation.
    private static long[] Leading(Tensor value)
    {
        var leading = new long[value.dim() - 1];
        for (var axis = 0; axis < leading.Length; axis++)
            leading[axis] = value.size(axis);
        return leading;
    }

    private static bool LeadsWith(Tensor value, long[] leading)
    {
        var same = value.dim() == leading.Length + 1;
        for (var axis = 0; same && axis < leading.Length; axis++)
            same = value.size(axis) == leading[axis];
        return same;
    }

    private static void RequireTensor(FusionModule module, Modality modality, Tensor value)
    {
        if (value.IsInvalid)
            throw new ArgumentException($"modality '{modality.Name}': expected a live tensor, found one that is disposed.", "values");
        if (value.dtype != module.Dtype)
            throw new ArgumentException($"modality '{modality.Name}': expected dtype {module.Dtype}, found {value.dtype}.", "values");
        if (!value.IsAt(module.Device))
            throw new ArgumentException($"modality '{modality.Name}': expected device {module.Device}, found {value.device}.", "values");
        if (value.dim() == 0 || value.size(-1) != modality.Features)
            throw new ArgumentException($"modality '{modality.Name}': expected shape (*, {modality.Features}), found {Shape(value.shape)}.", "values");
    }

    /// <summary>Checks a single tensor (*, width) that stands for no modality.</summary>
    /// <exception cref="ArgumentException">Something does not fit; the message names the argument, what was expected and what was found.</exception>
    public static void RequireRows(FusionModule module, Tensor value, long width, string argument)
    {
        ArgumentNullException.ThrowIfNull(value, argument);
        Require.That(!value.IsInvalid, argument, "a live tensor", "one that is disposed");
        Require.That(value.dtype == module.Dtype, argument, $"dtype {module.Dtype}", value.dtype);
        Require.That(value.IsAt(module.Device), argument, $"device {module.Device}", value.device);
        Require.That(value.dim() > 0 && value.size(-1) == width, argument, $"shape (*, {width})", Shape(value.shape));
    }

    private static void RequireFlags(FusionModule module, Tensor? flags, long[] shape, string argument)
    {
        if (flags is null)
            return;

        Require.That(!flags.IsInvalid, argument, "a live tensor", "one that is disposed");
        Require.That(flags.dtype == ScalarType.Bool, argument, "dtype Bool", flags.dtype);
        Require.That(flags.shape.AsSpan().SequenceEqual(shape), argument, $"shape {Shape(shape)}", Shape(flags.shape));
        Require.That(flags.IsAt(module.Device), argument, $"device {module.Device}", flags.device);
    }

    private static string Names(FusionModule module) => string.Join(", ", module.Modalities.Select(modality => modality.Name));

    /// <summary>A shape as messages show it.</summary>
    public static string Shape(IEnumerable<long> shape) => $"({string.Join(", ", shape)})";
}
