namespace Fusion.Layers.Interop;

/// <summary>Writes whole files: a reader sees the old content or the new one, never a part.</summary>
internal static class AtomicFile
{
    /// <summary>Writes to a temporary name in the same folder, flushes to disk and renames over <paramref name="path"/>.</summary>
    /// <param name="path">Target file; its folder must exist.</param>
    /// <param name="write">Writes the content; where it throws, the target is left as it was.</param>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var target = Path.GetFullPath(path);
        // The system's own error would name the temporary file.
        if (!Directory.Exists(Path.GetDirectoryName(target)))
            throw new DirectoryNotFoundException($"{path}: expected its folder to be there, found none.");
        // A name of its own keeps two writers of the same target apart.
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes UTF-8 text without a byte-order mark.</summary>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
}
