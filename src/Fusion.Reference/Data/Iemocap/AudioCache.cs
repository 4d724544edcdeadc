using System.Security.Cryptography;
using System.Text;
using Fusion.Layers.Interop;

namespace Fusion.Reference.Data.Iemocap;

/// <summary>
/// A file that keeps what was measured in a corpus. Its own format, little-endian: the magic, the fingerprint of the recordings, whether frames are in
/// it, the number of utterances, for each its name, eight floats and, with frames, their number and the frames; last the SHA-256 of all that.
/// </summary>
internal static class AudioCache
{
    private const string Magic = "fusion-audio 1";

    /// <summary>Writes the file whole or not at all; its folder is made if need be.</summary>
    public static void Write(string path, string fingerprint, bool frames, IReadOnlyDictionary<string, UtteranceAudio> audio)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, stream =>
        {
            using var hash = SHA256.Create();
            using (var hashing = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
            using (var writer = new BinaryWriter(new BufferedStream(hashing), Encoding.UTF8))
                Write(writer, fingerprint, frames, audio);
            stream.Write(hash.Hash);
        });
    }

    /// <summary>Reads the file.</summary>
    /// <param name="path">File to read.</param>
    /// <param name="fingerprint">Fingerprint of the recordings as they are now.</param>
    /// <param name="frames">Whether frames are needed.</param>
    /// <param name="reason">Why the file cannot be used; null where it can or where there is none.</param>
    /// <returns>What was measured, or null.</returns>
    public static Dictionary<string, UtteranceAudio>? TryRead(string path, string fingerprint, bool frames, out string? reason)
    {
        reason = null;
        if (!File.Exists(path))
            return null;
        try
        {
            using var stream = File.OpenRead(path);
            if (IsWhole(stream))
            {
                stream.Position = 0;
                using var reader = new BinaryReader(new BufferedStream(stream), Encoding.UTF8);
                return Read(reader, fingerprint, frames, out reason);
            }

            reason = "expected an intact audio cache, found a damaged file";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            reason = $"expected a readable audio cache, found: {error.Message}";
        }

        return null;
    }

    // A whole file holds what Write wrote, so the rest may be read without suspicion.
    private static bool IsWhole(FileStream stream)
    {
        var length = stream.Length - SHA256.HashSizeInBytes;
        if (length <= 0)
            return false;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (var left = length; left > 0;)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
                return false;
            hash.AppendData(buffer, 0, read);
            left -= read;
        }

        Span<byte> kept = stackalloc byte[SHA256.HashSizeInBytes];
        stream.ReadExactly(kept);
        return kept.SequenceEqual(hash.GetHashAndReset());
    }

    private static void Write(BinaryWriter writer, string fingerprint, bool frames, IReadOnlyDictionary<string, UtteranceAudio> audio)
    {
        writer.Write(Magic);
        writer.Write(fingerprint);
        writer.Write(frames);
        writer.Write(audio.Count);
        foreach (var (id, measured) in audio.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.Write(id);
            WriteAll(writer, measured.Features);
            if (!frames)
                continue;
            writer.Write(measured.Frames!.Length);
            WriteAll(writer, measured.Frames);
        }
    }

    private static Dictionary<string, UtteranceAudio>? Read(BinaryReader reader, string fingerprint, bool frames, out string? reason)
    {
        reason = null;
        if (reader.ReadString() != Magic)
            reason = "expected an audio cache of this version, found another";
        else if (reader.ReadString() != fingerprint)
            reason = "expected the recordings it was made of, found changed ones";
        var hasFrames = reason is null && reader.ReadBoolean();
        if (reason is null && frames && !hasFrames)
            reason = "expected frames in it, found none";
        if (reason is not null)
            return null;

        var audio = new Dictionary<string, UtteranceAudio>(StringComparer.Ordinal);
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var id = reader.ReadString();
            var features = ReadAll(reader, IemocapCorpus.AudioColumns.Count);
            var rows = hasFrames ? ReadAll(reader, reader.ReadInt32()) : null;
            audio.Add(id, new UtteranceAudio(features, frames ? rows : null));
        }

        return audio;
    }

    private static void WriteAll(BinaryWriter writer, float[] values)
    {
        foreach (var value in values)
            writer.Write(value);
    }

    private static float[] ReadAll(BinaryReader reader, int count)
    {
        var values = new float[count];
        for (var index = 0; index < count; index++)
            values[index] = reader.ReadSingle();
        return values;
    }
}
