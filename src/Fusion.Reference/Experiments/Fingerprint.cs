using System.Globalization;
using System.Security.Cryptography;

namespace Fusion.Reference.Experiments;

/// <summary>Recognises a data folder again, so that a resumed run cannot change its data unnoticed.</summary>
internal static class Fingerprint
{
    /// <summary>SHA-256 over the names and contents of files, in order of name.</summary>
    public static string OfFiles(IEnumerable<string> files) => OfFiles(files, []);

    /// <summary>The same, and over the names and sizes of files too large to be read through, which may be missing.</summary>
    public static string OfFiles(IEnumerable<string> files, IEnumerable<string> large)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files.OrderBy(Path.GetFileName, StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(file)));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        foreach (var file in large.OrderBy(Path.GetFileName, StringComparer.Ordinal))
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{Path.GetFileName(file)} {Size(file)}"));

        return $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}";
    }

    private static string Size(string file) => new FileInfo(file) is { Exists: true } info ? info.Length.ToString(CultureInfo.InvariantCulture) : "missing";
}
