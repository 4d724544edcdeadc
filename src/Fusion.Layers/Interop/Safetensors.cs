using Fusion.Layers.Interop;
using static TorchSharp.torch;

namespace Fusion.Layers;

/// <summary>
/// Reads and writes the safetensors format, so that weights pass between TorchSharp and PyTorch in either direction; files are written whole or not at all.
/// </summary>
/// <remarks>The extensions carry the format in their names because <c>Module.save</c> would win over an extension called <c>save</c>.</remarks>
public static class Safetensors
{
    private const int ShownNames = 4;

    /// <summary>Writes a module's parameters and persistent buffers under their state-dict keys.</summary>
    /// <param name="module">The module; any device.</param>
    /// <param name="path">Target file, replaced in one step.</param>
    /// <exception cref="NotSupportedException">An element type has no name in the format.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> is not there.</exception>
    public static void save(nn.Module module, string path)
    {
        ArgumentNullException.ThrowIfNull(module);
        using var scope = NewDisposeScope();
        save(module.state_dict(), path);
    }

    /// <summary>Writes named tensors.</summary>
    /// <param name="tensors">Tensors of any device by name; <c>__metadata__</c> is not a name.</param>
    /// <param name="path">Target file, replaced in one step.</param>
    /// <exception cref="ArgumentException">A tensor is called <c>__metadata__</c>.</exception>
    /// <exception cref="NotSupportedException">An element type has no name in the format.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> is not there.</exception>
    public static void save(IReadOnlyDictionary<string, Tensor> tensors, string path)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentException.ThrowIfNullOrEmpty(path);
        Require.That(!tensors.ContainsKey(SafetensorsHeader.MetadataKey), nameof(tensors), "names of tensors", SafetensorsHeader.MetadataKey);
        KeyValuePair<string, Tensor>[] ordered = [.. tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        var header = SafetensorsHeaderWriter.Bytes(ordered);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach (var (_, tensor) in ordered)
                TensorBytes.Write(stream, tensor);
        });
    }

    /// <summary>Reads every tensor of a file, on the CPU, owned by the caller's dispose scope.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <returns>Tensors by name.</returns>
    /// <exception cref="InvalidDataException">The file is not a safetensors file.</exception>
    public static IReadOnlyDictionary<string, Tensor> load(string path)
    {
        using var scope = NewDisposeScope();
        using var stream = File.OpenRead(path);
        var header = SafetensorsHeader.Read(stream, message => new InvalidDataException($"{path}: {message}."));
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var entry in header.Entries)
        {
            if (!SafetensorsFormat.TryParse(entry.Dtype, out var dtype))
                throw new InvalidDataException($"{path}: expected a known dtype for tensor '{entry.Name}', found {entry.Dtype}.");
            stream.Position = header.DataStart + entry.Begin;
            var tensor = empty(entry.Shape, dtype: dtype, device: CPU);
            TensorBytes.Read(stream, tensor);
            tensors[entry.Name] = tensor.MoveToOuterDisposeScope();
        }

        return tensors;
    }

    /// <summary>Copies a file's tensors into a module's parameters and buffers; where something does not fit, the module keeps all it had.</summary>
    /// <param name="module">The module; any device. Floating-point tensors are converted to its dtype.</param>
    /// <param name="path">A safetensors file.</param>
    /// <param name="strict">Whether the file's names must be exactly the module's; otherwise those in both are taken. Shapes must fit either way.</param>
    /// <returns>The names that are not in both; none where strict.</returns>
    /// <exception cref="InvalidDataException">The file is not a safetensors file, its names or shapes do not fit, or it has tensors and none of them is the module's; the message lists them.</exception>
    public static LoadedNames load(nn.Module module, string path, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(module);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var source = load(path);
        var target = module.state_dict();
        var names = new LoadedNames([.. target.Keys.Except(source.Keys)], [.. source.Keys.Except(target.Keys)]);
        string[] common = [.. target.Keys.Intersect(source.Keys)];
        if (strict && (names.Missing.Count > 0 || names.Unexpected.Count > 0))
            throw new InvalidDataException($"{path}: expected the module's {target.Count} tensors; {names.Missing.Count} missing {Shown(names.Missing)}, {names.Unexpected.Count} unexpected {Shown(names.Unexpected)}.");
        if (common.Length == 0 && source.Count > 0)
            throw new InvalidDataException($"{path}: expected at least one of the module's {target.Count} tensors {Shown(names.Missing)}, found {source.Count} others {Shown(names.Unexpected)}.");

        foreach (var name in common)
            RequireFit(path, name, target[name], source[name]);
        foreach (var name in common)
            target[name].copy_(source[name]);
        return names;
    }

    /// <summary>Writes this module as a safetensors file.</summary>
    /// <param name="module">The module.</param>
    /// <param name="path">Target file, replaced in one step.</param>
    public static void save_safetensors(this nn.Module module, string path) => save(module, path);

    /// <summary>Loads a safetensors file into this module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="path">A safetensors file.</param>
    /// <param name="strict">Whether the file's names must be exactly the module's.</param>
    /// <returns>The names that are not in both; none where strict.</returns>
    /// <exception cref="InvalidDataException">As for <see cref="load(nn.Module, string, bool)"/>.</exception>
    public static LoadedNames load_safetensors(this nn.Module module, string path, bool strict = true) => load(module, path, strict);

    private static string Shown(IReadOnlyList<string> names) =>
        $"[{string.Join(", ", names.Take(ShownNames))}{(names.Count > ShownNames ? ", ..." : "")}]";

    private static void RequireFit(string path, string name, Tensor target, Tensor source)
    {
        if (!target.shape.AsSpan().SequenceEqual(source.shape))
            throw new InvalidDataException($"{path}: expected shape ({string.Join(", ", target.shape)}) for '{name}', found ({string.Join(", ", source.shape)}).");
        if (target.is_floating_point() != source.is_floating_point())
            throw new InvalidDataException($"{path}: expected dtype {target.dtype} for '{name}', found {source.dtype}.");
    }
}
