using Fusion.Reference.Data;
using Xunit;

namespace Fusion.Reference.Tests.Data.Formats;

/// <summary>Broken copies of a good file, and what a reader may make of them.</summary>
internal static class Hostile
{
    /// <summary>Cuts the file at every length, and changes bytes at random; a reader either reads it or says what is wrong.</summary>
    /// <returns>How many copies were refused.</returns>
    public static int Attack(byte[] good, string name, Action<string> read)
    {
        using var folder = new TemporaryFolder();
        var refused = 0;
        for (var length = 0; length < good.Length; length++)
            refused += Refuses(folder.Write(name, good[..length]), read) ? 1 : 0;
        var random = new SeededRandom(7);
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var bad = good.ToArray();
            for (var change = 1 + random.Below(4); change > 0; change--)
                bad[random.Below(bad.Length)] = (byte)random.Below(256);
            refused += Refuses(folder.Write(name, bad), read) ? 1 : 0;
        }

        return refused;
    }

    public static DataFormatException Refused(byte[] bad, string name, Action<string> read)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(name, bad);
        var error = Assert.Throws<DataFormatException>(() => read(path));
        Assert.StartsWith(path, error.Message);
        return error;
    }

    private static bool Refuses(string path, Action<string> read)
    {
        try
        {
            read(path);
            return false;
        }
        catch (DataFormatException)
        {
            return true;
        }
    }
}
