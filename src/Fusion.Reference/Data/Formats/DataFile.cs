namespace Fusion.Reference.Data.Formats;

/// <summary>Opens data files, and says by name which one is missing or unreadable.</summary>
internal static class DataFile
{
    /// <summary>Opens a file for reading.</summary>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataFormatException(path, null, "expected a file, found none");
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new DataFormatException(path, null, $"expected a readable file, found: {error.Message}");
        }
    }
}
