using System.Buffers.Binary;
using System.IO.Compression;

namespace Fusion.Reference.Data.Formats;

/// <summary>Unpacks a gzip file piece by piece, and says where it is damaged or cut off.</summary>
internal sealed class GzipText : IDisposable
{
    private const int LeastBytes = 18;
    private const int SizeBytes = 4;

    private readonly string _path;
    private readonly GZipStream _stream;
    private readonly uint _size;
    private long _done;

    /// <param name="path">What messages call the file.</param>
    /// <param name="file">The file at its beginning, which stays its owner's to dispose.</param>
    public GzipText(string path, Stream file)
    {
        (_path, _size) = (path, SizeOfLastPart(file));
        _stream = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
    }

    /// <summary>Whether a file is packed: no UTF-8 text begins with these two bytes, so the content decides and not the name.</summary>
    /// <param name="file">The file at its beginning, where it is left.</param>
    public static bool IsIn(Stream file)
    {
        Span<byte> start = stackalloc byte[2];
        var found = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return start[..found].SequenceEqual((ReadOnlySpan<byte>)[0x1f, 0x8b]);
    }

    /// <summary>Fills a buffer from its start.</summary>
    /// <returns>How many bytes of text came; 0 at the end.</returns>
    /// <exception cref="DataFormatException">The file is damaged or cut off.</exception>
    public int Read(byte[] buffer)
    {
        try
        {
            var found = _stream.Read(buffer);
            _done += found;
            // The stream takes a cut file for a shorter one.
            return found > 0 || _done >= _size ? found : throw Error($" one that is cut off after {_done} bytes of text");
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw Error($": {error.Message}");
        }
    }

    public void Dispose() => _stream.Dispose();

    // The last four bytes are the size of what was packed, or of the last of several parts.
    private static uint SizeOfLastPart(Stream file)
    {
        if (file.Length < LeastBytes)
            return uint.MaxValue;
        Span<byte> size = stackalloc byte[SizeBytes];
        file.Position = file.Length - SizeBytes;
        file.ReadExactly(size);
        file.Position = 0;
        return BinaryPrimitives.ReadUInt32LittleEndian(size);
    }

    private DataFormatException Error(string found) => new(_path, null, $"expected an intact gzip file, found{found}");
}
